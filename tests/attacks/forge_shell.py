# /// attack
# tries = "Contesta por el canal shell antes que el kernel, y con mensajes mal hechos y mal firmados"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
kernel = get_ipython().kernel
ident = kernel.get_parent().get("header", {}).get("session", "x").encode()
padre = kernel.get_parent()
sockets = [s for s in {id(s): s for s in (kernel.iopub_socket, *map(lambda f: getattr(f, "socket", f), kernel.shell_streams if hasattr(kernel, "shell_streams") else []))}.values()]
for s in sockets:
    try:
        kernel.session.send(s, "execute_reply", {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}, parent=padre, ident=ident)
        kernel.session.send(s, "kernel_info_reply", {"status": "ok", "protocol_version": "99"}, parent=padre, ident=ident)
        s.send_multipart([ident, b"<IDS|MSG>", b"firma", b"{", b"}", b"[]", b"null"])
        s.send_multipart([b"\xff" * 1000])
    except Exception:
        pass
