# /// attack
# tries = "Busca secretos en toda su propia memoria, al comienzo y mientras le preguntan por Head"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import re
patron = re.compile(rb"CANARI[O]-[0-9a-f]{16}|731058578630004[9]")
comienzos = (b"CANARIO-", b"731058578630004")  # se buscan primero: un patrón tarda diez veces más; no son el secreto
def buscar():
    with open("/proc/self/maps") as mapas, open("/proc/self/mem", "rb", 0) as memoria:
        for linea in mapas:
            campos = linea.split()
            if not campos[1].startswith("rw") or (len(campos) > 5 and campos[5] in ("[vvar]", "[vsyscall]")):
                continue
            desde, hasta = (int(x, 16) for x in campos[0].split("-"))
            if hasta - desde > 64 << 20:
                continue
            try:
                memoria.seek(desde)
                leido = memoria.read(hasta - desde)
            except (OSError, ValueError, OverflowError):
                continue
            hallado = any(c in leido for c in comienzos) and patron.search(leido)
            if hallado:
                raise Exception(f"BRECHA: {hallado[0]!r} en {linea}")
buscar()
class Head(Head):
    def forward(self, x):
        buscar()
        return super().forward(x)
