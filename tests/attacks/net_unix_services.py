# /// attack
# tries = "Se conecta a los servicios de la máquina por sus sockets: docker, dbus, systemd, ssh-agent y uno que supone sabido"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# bites = true
# ///
# %%
import glob, os, socket
rutas = ["@SOCKET@", "/var/run/docker.sock", "/run/docker.sock", "/run/containerd/containerd.sock", "/run/dbus/system_bus_socket", "/run/systemd/private",
         *glob.glob("/run/user/*/bus"), *glob.glob("/tmp/ssh-*/agent.*"), *glob.glob("/tmp/.X11-unix/*"), "/run/snapd.socket", "/dev/log"]
for ruta in rutas:
    for tipo in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        try:
            with socket.socket(socket.AF_UNIX, tipo) as s:
                s.settimeout(0.3)
                s.connect(ruta)
        except OSError:
            continue
        raise Exception("BRECHA: hay conexión con " + ruta)
