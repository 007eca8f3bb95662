# /// attack
# tries = "Deja programas en marcha con sesión propia: sleep, sh con nohup y un Python nuevo"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import subprocess, sys
for orden in (["sleep", "600"], ["sh", "-c", "nohup sleep 600 & nohup sleep 601 & exit"], [sys.executable, "-c", "import time; time.sleep(600)"]):
    try:
        subprocess.Popen(orden, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        pass
