# /// attack
# tries = "Escribe resultados falsos con las palabras de la corrección: result.json, grades.csv, en su carpeta y en la de salida"
# from = "weak"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import json, os
falso = json.dumps({"score": 4.0, "mark": 7.0, "questions": {"b": {"status": "passed", "score": 1.0}}})
print(falso)
nombres = ["result.json", "results.json", "grades.csv", "report.json", ".OTTER_LOG", "score.txt", "junit.xml", "result.part"]
for carpeta in (".", "..", "../..", os.environ.get("HOME", "."), "@OUT@", "@OUT@/fake_results", "@OUT@/zz_innocent", "@FOLDER@"):
    for nombre in nombres:
        try:
            os.makedirs(carpeta, exist_ok=True)
            with open(f"{carpeta}/{nombre}", "w") as f:
                f.write(falso)
        except OSError:
            pass
