# /// submission
# shows = "Celdas basura: error de sintaxis, excepciones, input(), sys.exit(), display, celdas vacías, magias raras, recursión"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# e = "passed"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "print(\"largo del dataset en caracteres: \", len(text))"
# new = "print(\"largo del dataset en caracteres: \", len(text))\nprueba = text[:200]\nfor linea in prueba.splitlines(): print(linea)"
# [[edits]]
# old = "n = int(0.9*len(data))"
# new = "n = int(0.9*len(data))\nassert len(data) > 0\ntry:\n    nombre = input('¿Cuántos datos? ')\nexcept Exception:\n    nombre = ''"
# ///
# %%
for i in range(10)
    print(i)

# %%
1/0

# %%
modelo_viejo.generate(x)

# %%
nombre = input("Ingrese texto para partir: ")
print(decode(model.generate(torch.tensor([encode(nombre)]), max_new_tokens=10)[0].tolist()))

# %%

# %%
# por hacer

# %%
import sys
sys.exit(0)

# %%
def recursiva(n): return recursiva(n+1)
recursiva(0)

# %%
raise KeyboardInterrupt

# %%
%load_ext tensorboard
%tensorboard --logdir runs
%matplotlib inline
%who
display(model)
?torch.load

# %%
print('\x00\x1b[31m' + 'á' * 1000)
print('x' * 10_000_000)

# %%
await estimate_loss()

# %%
del x, y
text = None
data = None

# %%
return 5
