# /// attack
# tries = "Secuencias de terminal, HTML, fórmulas y marcas de rich en el nombre y en el error de una celda"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["error"]
# at = "start"
# ///
# %% [markdown]
# Nombre: =HYPERLINK(1) @ESC@]0;ataque@BEL@@ESC@[2J<script>alert(1)</script>[red]ataque[/red]
# %%
raise type("\x1b[31m=cmd", (Exception,), {})("\x1b[2J\x00\x07\r\n<img src=x onerror=alert(1)>[link=file:///etc/passwd]")
