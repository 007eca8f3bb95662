# /// attack
# tries = "Abre dispositivos: discos, memoria, terminales, kvm, fuse, y crea los suyos"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import glob, os, stat
rutas = ["/dev/mem", "/dev/kmem", "/dev/port", "/dev/kmsg", "/dev/kvm", "/dev/fuse", "/dev/net/tun", "/dev/vhost-net", "/dev/tty", "/dev/console", "/dev/loop-control", "/dev/uinput",
         *glob.glob("/dev/sd*"), *glob.glob("/dev/vd*"), *glob.glob("/dev/nvme*"), *glob.glob("/dev/input/*"), *glob.glob("/dev/tty[0-9]*")[:5], *glob.glob("/dev/dm-*")]
for ruta in rutas:
    try:
        os.close(os.open(ruta, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY))
    except OSError:
        continue
    raise Exception("BRECHA: se abre " + ruta)
for modo, numero in ((stat.S_IFBLK, os.makedev(254, 0)), (stat.S_IFCHR, os.makedev(1, 1))):
    try:
        os.mknod("dispositivo", modo | 0o666, numero)
    except OSError:
        continue
    raise Exception("BRECHA: se creó un dispositivo")
