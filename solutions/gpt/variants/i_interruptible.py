"""
question = "i"
explanation.es = "El ciclo está en un try, para poder interrumpirlo, dentro de un if."
explanation.en = "The loop stands in a try, so that it can be interrupted, inside an if."
"""

torch.manual_seed(1337)

entrenar = True
if entrenar:
    try:
        for step in range(max_iters):
            # borrar, propagar, avanzar
            optimizer.zero_grad()
            _, loss = model(*get_batch("train"))
            loss.backward()
            optimizer.step()
            if step % eval_interval == 0:
                print(step, estimate_loss(model))
    except KeyboardInterrupt:
        print("interrumpido")
