# /// attack
# tries = "Nombres con saltos de línea y bytes inválidos, carpetas sin permisos y más hondas que PATH_MAX, tuberías y sockets"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import os, socket
for nombre in (b"con\nsalto", b"\xff\xfe", b"-rf", b"$(touch ataque)", b"\x1b[2J", b" ", b"*" * 200, "ñandú 🦜".encode()):
    try:
        open(nombre, "w").close()
        os.mkdir(nombre + b".d")
    except OSError:
        pass
os.mkfifo("input.txt")
os.mkfifo("result.json")
socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).bind("enchufe")
aqui = os.getcwd()
for _ in range(60):
    os.mkdir("d" * 200)
    os.chdir("d" * 200)
open("fondo", "w").close()
os.chdir(aqui)
os.makedirs("cerrada/dentro/mas")
open("cerrada/dentro/archivo", "w").close()
os.chmod("cerrada/dentro/mas", 0)
os.chmod("cerrada/dentro", 0)
os.chmod("cerrada", 0)
os.chmod(".", 0)
