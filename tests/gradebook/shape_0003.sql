BEGIN TRANSACTION;
CREATE TABLE choices (
	id INTEGER NOT NULL, 
	settlement_id INTEGER NOT NULL, 
	lab TEXT NOT NULL, 
	source TEXT NOT NULL, 
	student_id INTEGER NOT NULL, 
	counts BOOLEAN NOT NULL, 
	CONSTRAINT pk_choices PRIMARY KEY (id), 
	CONSTRAINT fk_choices_settlement_id FOREIGN KEY(settlement_id) REFERENCES settlements (id), 
	CONSTRAINT fk_choices_student_id FOREIGN KEY(student_id) REFERENCES students (id)
);
INSERT INTO "choices" VALUES(1,1,'x','zip/lab.ipynb',1,1);
CREATE TABLE conflicts (
	id INTEGER NOT NULL, 
	lab TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	held BOOLEAN NOT NULL, 
	sides TEXT NOT NULL, 
	time DATETIME NOT NULL, 
	CONSTRAINT pk_conflicts PRIMARY KEY (id), 
	CONSTRAINT uq_conflicts_lab_digest UNIQUE (lab, digest)
);
INSERT INTO "conflicts" VALUES(1,'x','5914fbdf0831baf27ed2243676d618c9ae184960dbaa3cc55d68e1e07a919044','roster.several',1,'{"sources": ["zip/lab.ipynb", "otro.ipynb"], "people": [["12", "Ana N\u00fa\u00f1ez", "", "", ""]]}','2026-11-30 16:29:34.272406');
CREATE TABLE descriptions (
	id INTEGER NOT NULL, 
	student_id INTEGER NOT NULL, 
	roster BOOLEAN NOT NULL, 
	person_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	rut TEXT NOT NULL, 
	email TEXT NOT NULL, 
	section TEXT NOT NULL, 
	time DATETIME NOT NULL, 
	CONSTRAINT pk_descriptions PRIMARY KEY (id), 
	CONSTRAINT fk_descriptions_student_id FOREIGN KEY(student_id) REFERENCES students (id)
);
INSERT INTO "descriptions" VALUES(1,1,1,'12','Ana Núñez','20668440-2','ana@uni.cl','1','2026-11-22 16:09:01.133937');
INSERT INTO "descriptions" VALUES(2,2,1,'13','O''Brien Díaz, "Zoë" 🎉','','','','2026-11-22 16:09:01.133937');
INSERT INTO "descriptions" VALUES(3,1,0,'12','Ana Núñez','20668440-2','ana@uni.cl','1','2026-03-02 12:00:00.000000');
INSERT INTO "descriptions" VALUES(4,3,0,'','Benjamín','','','','2026-03-02 12:00:00.000000');
CREATE TABLE gradebook_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT gradebook_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "gradebook_version" VALUES('0003');
CREATE TABLE manual_scores (
	id INTEGER NOT NULL, 
	student_id INTEGER NOT NULL, 
	lab TEXT NOT NULL, 
	question TEXT NOT NULL, 
	points DOUBLE, 
	author TEXT NOT NULL, 
	note TEXT NOT NULL, 
	time DATETIME NOT NULL, 
	recorded DATETIME NOT NULL, 
	CONSTRAINT pk_manual_scores PRIMARY KEY (id), 
	CONSTRAINT fk_manual_scores_student_id FOREIGN KEY(student_id) REFERENCES students (id)
);
INSERT INTO "manual_scores" VALUES(1,1,'x','f',0.75,'Inés','falta √d_k','2026-03-02 14:00:00.000000','2026-11-22 16:09:01.238381');
CREATE TABLE outcomes (
	run_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	name TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	points DOUBLE, 
	worth DOUBLE NOT NULL, 
	CONSTRAINT pk_outcomes PRIMARY KEY (run_id, place), 
	CONSTRAINT fk_outcomes_run_id FOREIGN KEY(run_id) REFERENCES runs (id)
);
INSERT INTO "outcomes" VALUES(1,0,'a','test_a','failed',0.5,2.0);
INSERT INTO "outcomes" VALUES(2,0,'a','test_a','failed',1.5,2.0);
CREATE TABLE price_changes (
	id INTEGER NOT NULL, 
	repricing_id INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	mistake TEXT NOT NULL, 
	"before" DOUBLE, 
	"after" DOUBLE, 
	CONSTRAINT pk_price_changes PRIMARY KEY (id), 
	CONSTRAINT fk_price_changes_repricing_id FOREIGN KEY(repricing_id) REFERENCES repricings (id)
);
INSERT INTO "price_changes" VALUES(1,1,'a','a_wrong',NULL,0.5);
CREATE TABLE repriced_runs (
	run_id INTEGER NOT NULL, 
	repricing_id INTEGER NOT NULL, 
	CONSTRAINT pk_repriced_runs PRIMARY KEY (run_id), 
	CONSTRAINT fk_repriced_runs_run_id FOREIGN KEY(run_id) REFERENCES runs (id), 
	CONSTRAINT fk_repriced_runs_repricing_id FOREIGN KEY(repricing_id) REFERENCES repricings (id)
);
INSERT INTO "repriced_runs" VALUES(4,1);
CREATE TABLE repricings (
	id INTEGER NOT NULL, 
	lab TEXT NOT NULL, 
	author TEXT NOT NULL, 
	note TEXT NOT NULL, 
	time DATETIME NOT NULL, 
	CONSTRAINT pk_repricings PRIMARY KEY (id)
);
INSERT INTO "repricings" VALUES(1,'x','Inés','pauta «nueva»','2026-03-03 12:00:00.000000');
CREATE TABLE results (
	run_id INTEGER NOT NULL, 
	json TEXT NOT NULL, 
	CONSTRAINT pk_results PRIMARY KEY (run_id), 
	CONSTRAINT fk_results_run_id FOREIGN KEY(run_id) REFERENCES runs (id)
);
INSERT INTO "results" VALUES(1,'{
  "lab": "x",
  "submission": {
    "file": "lab.ipynb",
    "sha256": "0000000000000000000000000000000000000000000000000000000000000000",
    "student": "Ana",
    "seed": null,
    "rut": null,
    "rut_valid": false
  },
  "score": 0.5,
  "max_score": 3.0,
  "pending": 1.0,
  "bonus": 0.0,
  "bonus_pending": 0.0,
  "mark": null,
  "mark_range": [
    2.0,
    3.0
  ],
  "questions": {
    "a": {
      "title": "Atención",
      "status": "partial",
      "score": 0.5,
      "points": 2.0,
      "bonus": false,
      "found": {
        "Head": "head"
      },
      "checks": [
        {
          "name": "test_a",
          "title": "T",
          "verdict": "failed",
          "points": 2.0,
          "score": 0.5,
          "message": "vio ''el futuro'' — ñ",
          "hint": "revisa la máscara",
          "seconds": 0.1
        }
      ],
      "mistakes": []
    },
    "f": {
      "title": "Razones",
      "status": "manual",
      "score": null,
      "points": 1.0,
      "bonus": false,
      "found": {},
      "checks": [],
      "mistakes": []
    }
  },
  "answers": {
    "f": "por d_k"
  },
  "cells": [],
  "scaled": [],
  "flags": [],
  "environment": {
    "device": "cpu",
    "isolation": "none",
    "autograder": "0.1",
    "python": "3.11",
    "torch": "2.6",
    "corpora": {},
    "seconds": 1.0,
    "fingerprint": "k0"
  }
}
');
INSERT INTO "results" VALUES(2,'{
  "lab": "x",
  "submission": {
    "file": "lab.ipynb",
    "sha256": "0000000000000000000000000000000000000000000000000000000000000000",
    "student": "Ana",
    "seed": null,
    "rut": null,
    "rut_valid": false
  },
  "score": 1.5,
  "max_score": 3.0,
  "pending": 1.0,
  "bonus": 0.0,
  "bonus_pending": 0.0,
  "mark": null,
  "mark_range": [
    2.0,
    3.0
  ],
  "questions": {
    "a": {
      "title": "Atención",
      "status": "partial",
      "score": 1.5,
      "points": 2.0,
      "bonus": false,
      "found": {
        "Head": "head"
      },
      "checks": [
        {
          "name": "test_a",
          "title": "T",
          "verdict": "failed",
          "points": 2.0,
          "score": 1.5,
          "message": "vio ''el futuro'' — ñ",
          "hint": "revisa la máscara",
          "seconds": 0.1
        }
      ],
      "mistakes": []
    },
    "f": {
      "title": "Razones",
      "status": "manual",
      "score": null,
      "points": 1.0,
      "bonus": false,
      "found": {},
      "checks": [],
      "mistakes": []
    }
  },
  "answers": {
    "f": "por d_k"
  },
  "cells": [],
  "scaled": [],
  "flags": [],
  "environment": {
    "device": "cpu",
    "isolation": "none",
    "autograder": "0.1",
    "python": "3.11",
    "torch": "2.6",
    "corpora": {},
    "seconds": 1.0,
    "fingerprint": "k0"
  }
}
');
INSERT INTO "results" VALUES(4,'{
  "lab": "x",
  "submission": {
    "file": "lab.ipynb",
    "sha256": "0000000000000000000000000000000000000000000000000000000000000000",
    "student": "Ana",
    "seed": null,
    "rut": null,
    "rut_valid": false
  },
  "score": 0.5,
  "max_score": 3.0,
  "pending": 1.0,
  "bonus": 0.0,
  "bonus_pending": 0.0,
  "mark": null,
  "mark_range": [
    2.0,
    3.0
  ],
  "questions": {
    "a": {
      "title": "Atención",
      "status": "partial",
      "score": 0.5,
      "points": 2.0,
      "bonus": false,
      "found": {
        "Head": "head"
      },
      "checks": [
        {
          "name": "test_a",
          "title": "T",
          "verdict": "failed",
          "points": 2.0,
          "score": 0.5,
          "message": "vio ''el futuro'' — ñ",
          "hint": "revisa la máscara",
          "seconds": 0.1
        }
      ],
      "mistakes": []
    },
    "f": {
      "title": "Razones",
      "status": "manual",
      "score": null,
      "points": 1.0,
      "bonus": false,
      "found": {},
      "checks": [],
      "mistakes": []
    }
  },
  "answers": {
    "f": "por d_k"
  },
  "cells": [],
  "scaled": [],
  "flags": [],
  "environment": {
    "device": "cpu",
    "isolation": "none",
    "autograder": "0.1",
    "python": "3.11",
    "torch": "2.6",
    "corpora": {},
    "seconds": 1.0,
    "fingerprint": "k0"
  }
}
');
CREATE TABLE runs (
	id INTEGER NOT NULL, 
	submission_id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	found TEXT NOT NULL, 
	source TEXT NOT NULL, 
	version TEXT NOT NULL, 
	score DOUBLE, 
	mark DOUBLE, 
	error TEXT NOT NULL, 
	graded DATETIME NOT NULL, 
	recorded DATETIME NOT NULL, 
	CONSTRAINT pk_runs PRIMARY KEY (id), 
	CONSTRAINT fk_runs_submission_id FOREIGN KEY(submission_id) REFERENCES submissions (id)
);
INSERT INTO "runs" VALUES(1,1,'k0','ab44c6e928324ec0feded0f5ebfea3a3ab2aa8a85f50e8fc1caa4c113cacddaf','zip/lab.ipynb','0.1',0.5,NULL,'','2026-03-02 12:00:00.000000','2026-11-22 16:09:01.205729');
INSERT INTO "runs" VALUES(2,1,'k1','a04b0728c1e62b19138ce17b5432090bf5be8221f19eb9db319177c6be84b290','zip/lab.ipynb','0.1',1.5,NULL,'','2026-03-02 13:00:00.000000','2026-11-22 16:09:01.220263');
INSERT INTO "runs" VALUES(3,2,'k1','1c8709636b19f90899e1045c22d2725797a1036e2656a9e49cd35164d6f4ae5e','roto.ipynb','',NULL,NULL,'roto.ipynb está vacío','2026-03-02 12:00:00.000000','2026-11-22 16:09:01.232271');
INSERT INTO "runs" VALUES(4,1,'k0','ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff','zip/lab.ipynb','0.1',0.5,NULL,'','2026-03-02 12:00:00.000000','2026-03-03 12:00:00.000000');
CREATE TABLE scores (
	run_id INTEGER NOT NULL, 
	question TEXT NOT NULL, 
	status TEXT NOT NULL, 
	points DOUBLE, 
	worth DOUBLE NOT NULL, 
	CONSTRAINT pk_scores PRIMARY KEY (run_id, question), 
	CONSTRAINT fk_scores_run_id FOREIGN KEY(run_id) REFERENCES runs (id)
);
INSERT INTO "scores" VALUES(1,'a','partial',0.5,2.0);
INSERT INTO "scores" VALUES(1,'f','manual',NULL,1.0);
INSERT INTO "scores" VALUES(2,'a','partial',1.5,2.0);
INSERT INTO "scores" VALUES(2,'f','manual',NULL,1.0);
CREATE TABLE settlements (
	id INTEGER NOT NULL, 
	conflict_id INTEGER NOT NULL, 
	settled BOOLEAN NOT NULL, 
	author TEXT NOT NULL, 
	note TEXT NOT NULL, 
	time DATETIME NOT NULL, 
	CONSTRAINT pk_settlements PRIMARY KEY (id), 
	CONSTRAINT fk_settlements_conflict_id FOREIGN KEY(conflict_id) REFERENCES conflicts (id)
);
INSERT INTO "settlements" VALUES(1,1,1,'Inés','es la suya','2026-03-03 00:00:00.000000');
CREATE TABLE signs (
	student_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_signs PRIMARY KEY (student_id, kind, value), 
	CONSTRAINT fk_signs_student_id FOREIGN KEY(student_id) REFERENCES students (id)
);
INSERT INTO "signs" VALUES(1,'id','12');
INSERT INTO "signs" VALUES(1,'rut','20668440-2');
INSERT INTO "signs" VALUES(1,'email','ana@uni.cl');
INSERT INTO "signs" VALUES(1,'name','ana nunez');
INSERT INTO "signs" VALUES(2,'id','13');
INSERT INTO "signs" VALUES(2,'name','brien diaz o zoe');
INSERT INTO "signs" VALUES(1,'source','x	zip/lab.ipynb');
INSERT INTO "signs" VALUES(3,'name','benjamin');
INSERT INTO "signs" VALUES(3,'source','x	roto.ipynb');
CREATE TABLE students (
	id INTEGER NOT NULL, 
	CONSTRAINT pk_students PRIMARY KEY (id)
);
INSERT INTO "students" VALUES(1);
INSERT INTO "students" VALUES(2);
INSERT INTO "students" VALUES(3);
CREATE TABLE submissions (
	id INTEGER NOT NULL, 
	student_id INTEGER NOT NULL, 
	lab TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	CONSTRAINT pk_submissions PRIMARY KEY (id), 
	CONSTRAINT uq_submissions_lab_student_id_sha256 UNIQUE (lab, student_id, sha256), 
	CONSTRAINT fk_submissions_student_id FOREIGN KEY(student_id) REFERENCES students (id)
);
INSERT INTO "submissions" VALUES(1,1,'x','0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO "submissions" VALUES(2,3,'x','');
CREATE INDEX ix_descriptions_student_id ON descriptions (student_id);
CREATE INDEX ix_signs_kind_value ON signs (kind, value);
CREATE INDEX ix_submissions_student_id ON submissions (student_id);
CREATE INDEX ix_runs_submission_id_graded ON runs (submission_id, graded);
CREATE INDEX ix_manual_scores_lab_student_id_question ON manual_scores (lab, student_id, question);
CREATE INDEX ix_manual_scores_student_id ON manual_scores (student_id);
CREATE INDEX ix_settlements_conflict_id ON settlements (conflict_id);
CREATE INDEX ix_choices_lab ON choices (lab);
CREATE INDEX ix_price_changes_repricing_id ON price_changes (repricing_id);
COMMIT;
