BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE cases (
	id INTEGER NOT NULL, 
	conversation_id VARCHAR(32) NOT NULL, 
	reference VARCHAR(16) NOT NULL, 
	state VARCHAR(24) NOT NULL, 
	reason VARCHAR(64) NOT NULL, 
	question TEXT NOT NULL, 
	draft TEXT NOT NULL, 
	urgent BOOLEAN NOT NULL, 
	contact VARCHAR(320), 
	version INTEGER NOT NULL, 
	opened_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_cases PRIMARY KEY (id), 
	CONSTRAINT fk_cases_conversation_id_conversations FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE, 
	CONSTRAINT uq_cases_reference UNIQUE (reference)
);
INSERT INTO "cases" VALUES(1,'b98c62837e7da02361bd2b9b1e653e6d','9TT-ZDM','new','unsure','I have three things to ask about the NPQSL before our governors meet.
What does it cost if our school is not on the list?','I have not understood this well enough, so I have passed your question to the NPQ team.

What it costs in pounds: this is something for the NPQ team, so I have passed your question to them.',0,'t.okafor@school.example',1,'2026-11-25 03:04:58.728525','2026-11-25 03:04:58.728525');
INSERT INTO "cases" VALUES(2,'54a21bc354dce0b24e41da75064b3d38','MGK-MP6','new','staff.invoice','We have been sent an invoice for a participant who left our trust in July.','Invoices and payments: this is something for the NPQ team, so I have passed your question to them.',0,'s.haddad@academy.example',1,'2026-11-25 03:04:58.932583','2026-11-25 03:04:58.932583');
INSERT INTO "cases" VALUES(3,'bc30d22abfc4b2bf627beb543872499b','NN4-XZT','new','staff.application_status','I have written twice about my place on the programme and nobody has replied. . I would like to make a formal complaint. . Jo Pemberton','An application or a place: this is something for the NPQ team, so I have passed your question to them.',0,'jo@school.example',1,'2026-11-25 03:04:58.988453','2026-11-25 03:04:58.988453');
CREATE TABLE conversations (
	id VARCHAR(32) NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	thread VARCHAR(500) NOT NULL, 
	token_hash VARCHAR(64), 
	context JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_conversations PRIMARY KEY (id), 
	CONSTRAINT uq_conversations_channel_thread UNIQUE (channel, thread)
);
INSERT INTO "conversations" VALUES('8565e99bbb7b85f334f1ec09174a0837','email','<ex-01@school.example> p.nair@school.example',NULL,'{"offers": ["NPQH"], "intent": "assessment", "circumstances": {"signed_role": "deputy_headteacher"}, "pending": {}, "clarifications": 0, "turns": 2}','2026-11-25 03:04:58.600937','2026-11-25 03:04:58.904547');
INSERT INTO "conversations" VALUES('b98c62837e7da02361bd2b9b1e653e6d','email','<ex-02@school.example> t.okafor@school.example',NULL,'{"offers": ["NPQSL"], "intent": "price", "circumstances": {"setting": "school", "in_top_50_pupil_premium": false}, "pending": {}, "clarifications": 0, "turns": 1}','2026-11-25 03:04:58.728525','2026-11-25 03:04:58.728525');
INSERT INTO "conversations" VALUES('b80530c4ad5a314d68870513c9b68d78','email','<ex-03@school.example> head@primary.example',NULL,'{"offers": ["EHCO"], "intent": "support_eligibility", "circumstances": {"setting": "la_maintained_school", "in_england": true, "signed_role": "headteacher", "headship_start_date": "2024-09", "npqh_status": "completed"}, "pending": {}, "clarifications": 0, "turns": 1}','2026-11-25 03:04:58.797708','2026-11-25 03:04:58.797708');
INSERT INTO "conversations" VALUES('1a370f7357c386e7e3914621f15e881f','email','<ex-04@school.example> a.morgan@nursery.example',NULL,'{"offers": ["NPQEYL"], "intent": "audience", "circumstances": {"setting": "pvi_nursery", "role": "nursery_manager"}, "pending": {"kind": "detail", "intent": "audience", "offer": "NPQEYL", "question": "suitability", "key": "qualification_level"}, "clarifications": 1, "turns": 1}','2026-11-25 03:04:58.878726','2026-11-25 03:04:58.878726');
INSERT INTO "conversations" VALUES('54a21bc354dce0b24e41da75064b3d38','email','<ex-06@school.example> s.haddad@academy.example',NULL,'{"offers": [], "intent": "", "circumstances": {}, "pending": {}, "clarifications": 0, "turns": 1}','2026-11-25 03:04:58.932583','2026-11-25 03:04:58.932583');
INSERT INTO "conversations" VALUES('bc30d22abfc4b2bf627beb543872499b','email','<ex-07@school.example> jo@school.example',NULL,'{"offers": [], "intent": "", "circumstances": {}, "pending": {}, "clarifications": 0, "turns": 1}','2026-11-25 03:04:58.988453','2026-11-25 03:04:58.988453');
INSERT INTO "conversations" VALUES('efde5d41bd09db5082e2a31e62cf64aa','email','<ex-08@school.example> m.kowalska@college.example',NULL,'{"offers": ["NPQSENCO"], "intent": "senco_window", "circumstances": {"role": "senco", "senco_status": "planned", "senco_start_date": "2027-01"}, "pending": {"kind": "detail", "intent": "senco_window", "offer": "NPQSENCO", "question": "mandatory", "key": "nasenco_status"}, "clarifications": 1, "turns": 1}','2026-11-25 03:04:59.029031','2026-11-25 03:04:59.029031');
CREATE TABLE received (
	id INTEGER NOT NULL, 
	channel VARCHAR(16) NOT NULL, 
	identity VARCHAR(500) NOT NULL, 
	outcome VARCHAR(24) NOT NULL, 
	reason VARCHAR(64) NOT NULL, 
	conversation_id VARCHAR(32), 
	turn INTEGER, 
	received_at DATETIME NOT NULL, 
	CONSTRAINT pk_received PRIMARY KEY (id), 
	CONSTRAINT uq_received_channel_identity UNIQUE (channel, identity), 
	CONSTRAINT fk_received_conversation_id_conversations FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE SET NULL
);
INSERT INTO "received" VALUES(1,'email','<ex-01@school.example>','answer','','8565e99bbb7b85f334f1ec09174a0837',0,'2026-11-25 03:04:58.600937');
INSERT INTO "received" VALUES(2,'email','<ex-02@school.example>','answer_and_escalate','unsure','b98c62837e7da02361bd2b9b1e653e6d',0,'2026-11-25 03:04:58.728525');
INSERT INTO "received" VALUES(3,'email','<ex-03@school.example>','answer','','b80530c4ad5a314d68870513c9b68d78',0,'2026-11-25 03:04:58.797708');
INSERT INTO "received" VALUES(4,'email','<ex-04@school.example>','clarify','','1a370f7357c386e7e3914621f15e881f',0,'2026-11-25 03:04:58.878726');
INSERT INTO "received" VALUES(5,'email','<ex-05@school.example>','answer','','8565e99bbb7b85f334f1ec09174a0837',1,'2026-11-25 03:04:58.904547');
INSERT INTO "received" VALUES(6,'email','<ex-06@school.example>','escalate','staff.invoice','54a21bc354dce0b24e41da75064b3d38',0,'2026-11-25 03:04:58.932583');
INSERT INTO "received" VALUES(7,'email','<ex-07@school.example>','escalate','staff.application_status','bc30d22abfc4b2bf627beb543872499b',0,'2026-11-25 03:04:58.988453');
INSERT INTO "received" VALUES(8,'email','<ex-08@school.example>','answer','','efde5d41bd09db5082e2a31e62cf64aa',0,'2026-11-25 03:04:59.029031');
INSERT INTO "received" VALUES(9,'email','<ex-09@school.example>','auto_reply','n.auto_replied',NULL,NULL,'2026-11-25 03:04:59.046703');
CREATE TABLE sign_ins (
	token_hash VARCHAR(64) NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	CONSTRAINT pk_sign_ins PRIMARY KEY (token_hash)
);
CREATE TABLE turns (
	id INTEGER NOT NULL, 
	conversation_id VARCHAR(32) NOT NULL, 
	number INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	interpretation JSON NOT NULL, 
	facts JSON NOT NULL, 
	outcome VARCHAR(24) NOT NULL, 
	parts JSON NOT NULL, 
	reply TEXT NOT NULL, 
	reference VARCHAR(16), 
	ms FLOAT NOT NULL, 
	received_at DATETIME NOT NULL, 
	CONSTRAINT pk_turns PRIMARY KEY (id), 
	CONSTRAINT uq_turns_conversation_id_number UNIQUE (conversation_id, number), 
	CONSTRAINT fk_turns_conversation_id_conversations FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
);
INSERT INTO "turns" VALUES(1,'8565e99bbb7b85f334f1ec09174a0837',0,'Good morning,

Could you tell me how many months the NPQH runs for?

Many thanks,
Priya Nair
Deputy Headteacher
','{"questions": [{"text": "Could you tell me how many months the NPQH runs for?", "candidates": [{"intent": "duration", "probability": 0.9996480843947413}, {"intent": "price", "probability": 0.00019181701940710315}, {"intent": "coaching_details", "probability": 5.948832955274951e-05}, {"intent": "programme_describe", "probability": 4.349565905154337e-05}, {"intent": "venue_time", "probability": 1.5632309842903903e-05}, {"intent": "exact_dates", "probability": 1.2593454916391445e-05}, {"intent": "opinion", "probability": 1.1105333682175743e-05}, {"intent": "programme_compare", "probability": 6.311333292981772e-06}, {"intent": "off_topic", "probability": 5.834707244882932e-06}, {"intent": "several_npqs", "probability": 5.637458267966228e-06}], "confidence": 0.9854494569848515, "offers": ["NPQH"], "excluded_offers": [], "hinted_offers": [], "near_offers": [], "concepts": ["length"], "circumstances": {}, "kinds": ["length"], "telling": [], "cohort": null, "premises": [], "personal": true, "general": false, "negated": false, "elliptic": false, "unexplained": [], "gates": [], "words": ["could", "you", "tell", "me", "how", "many", "months", "the", "npqh", "runs", "for", "?"], "asks": true}], "circumstances": {"signed_role": "deputy_headteacher"}, "offers": ["NPQH"], "posts": [], "corrected": {}, "signals": []}','["npqh.duration"]','answer','[{"outcome": "answer", "text": "NPQH lasts for 18 months.", "intent": "duration", "question": "Could you tell me how many months the NPQH runs for?", "citations": [{"fact_id": "npqh.duration", "section": "NPQH - Headship > Delivery", "line": 42, "quote": "This programme last for 18 months", "cohort": null}], "choices": [], "reason": "", "urgent": false, "asked": "", "computed": []}]','NPQH lasts for 18 months.',NULL,5.91926560000501922331e+01,'2026-11-25 03:04:58.600937');
INSERT INTO "turns" VALUES(2,'b98c62837e7da02361bd2b9b1e653e6d',0,'Hello,

I have three things to ask about the NPQSL before our governors meet.

1. How long does it take?
2. How is it assessed?
3. What does it cost if our school is not on the list?

Thanks
Tom
','{"questions": [{"text": "I have three things to ask about the NPQSL before our governors meet.", "candidates": [{"intent": "programme_describe", "probability": 0.14910908937754153}, {"intent": "eyl_further_info", "probability": 0.023009876227858213}, {"intent": "entry_unsettled", "probability": 0.0180891011144652}, {"intent": "opinion", "probability": 0.013717245259781307}, {"intent": "materials", "probability": 0.009847541367000195}, {"intent": "greeting", "probability": 0.008476797683468488}, {"intent": "content", "probability": 0.0069009735113110815}, {"intent": "eyl_entry", "probability": 0.006735535963030794}, {"intent": "senco_window", "probability": 0.005875909574844273}, {"intent": "contact", "probability": 0.004207517060852527}], "confidence": 0.04801313921203626, "offers": ["NPQSL"], "excluded_offers": [], "hinted_offers": [], "near_offers": [], "concepts": [], "circumstances": {}, "kinds": [], "telling": [], "cohort": null, "premises": [], "personal": true, "general": false, "negated": false, "elliptic": false, "unexplained": [], "gates": [], "words": ["i", "have", "three", "things", "to", "ask", "about", "the", "npqsl", "before", "our", "governors", "meet"], "asks": true}, {"text": "How long does it take?", "candidates": [{"intent": "duration", "probability": 0.7757679366233269}, {"intent": "trn", "probability": 0.12616462748845717}, {"intent": "off_topic", "probability": 0.09778855348935106}, {"intent": "venue_time", "probability": 0.00021917026203348725}, {"intent": "assessment_details", "probability": 4.8168000091008564e-05}, {"intent": "senco_window", "probability": 5.091887423721144e-06}, {"intent": "coaching_details", "probability": 4.042308358427518e-06}, {"intent": "programme_compare", "probability": 1.106009704628887e-06}, {"intent": "purpose", "probability": 8.74708755634492e-07}, {"intent": "invoice", "probability": 4.292224979287883e-07}], "confidence": 0.9909916427684963, "offers": [], "excluded_offers": [], "hinted_offers": [], "near_offers": ["NPQSL"], "concepts": ["length"], "circumstances": {}, "kinds": ["length"], "telling": [], "cohort": null, "premises": [], "personal": true, "general": false, "negated": false, "elliptic": false, "unexplained": [], "gates": [], "words": ["how", "long", "does", "it", "take", "?"], "asks": true}, {"text": "How is it assessed?", "candidates": [{"intent": "assessment", "probability": 0.9999987469308671}, {"intent": "assessment_details", "probability": 7.766232032068901e-07}, {"intent": "assessment_workload", "probability": 3.5264756721236205e-07}, {"intent": "results_certificate", "probability": 8.659068805798282e-08}, {"intent": "delivery", "probability": 1.3588318785661332e-08}, {"intent": "how_are_you", "probability": 9.621212778548895e-09}, {"intent": "duration", "probability": 5.022907186847726e-09}, {"intent": "off_topic", "probability": 3.983246403187127e-09}, {"intent": "opinion", "probability": 2.565610301195018e-09}, {"intent": "specialist_npq", "probability": 2.426378899623094e-09}], "confidence": 0.999926146273374, "offers": [], "excluded_offers": [], "hinted_offers": [], "near_offers": ["NPQSL"], "concepts": ["assess"], "circumstances": {}, "kinds": [], "telling": [], "cohort": null, "premises": [], "personal": true, "general": false, "negated": false, "elliptic": false, "unexplained": [], "gates": [], "words": ["how", "is", "it", "assessed", "?"], "asks": true}, {"text": "What does it cost if our school is not on the list?", "candidates": [{"intent": "price", "probability": 0.7001712301763843}, {"intent": "funding_my_school_check", "probability": 0.2996867190943109}, {"intent": "funding_criteria", "probability": 3.10722897536716e-05}, {"intent": "purpose", "probability": 3.099756933566509e-05}, {"intent": "funding_compare", "probability": 2.6201198555349044e-05}, {"intent": "move_school", "probability": 2.1534607802814044e-05}, {"intent": "content", "probability": 9.755377693915788e-06}, {"intent": "application_status", "probability": 9.301386694506548e-06}, {"intent": "funding_covers", "probability": 7.436553755860885e-06}, {"intent": "funded_places", "probability": 5.751745713410782e-06}], "confidence": 0.6985232100380855, "offers": [], "excluded_offers": [], "hinted_offers": [], "near_offers": ["NPQSL"], "concepts": ["funding", "list_", "premium"], "circumstances": {}, "kinds": [], "telling": [], "cohort": null, "premises": [], "personal": true, "general": false, "negated": true, "elliptic": false, "unexplained": [], "gates": ["price"], "words": ["what", "does", "it", "cost", "if", "our", "school", "is", "not", "on", "the", "list", "?"], "asks": true}], "circumstances": {"setting": "school", "in_top_50_pupil_premium": false}, "offers": ["NPQSL"], "posts": [], "corrected": {}, "signals": []}','["npqsl.duration", "npqsl.end_of_course", "npqsl.final_assessment", "npqsl.pass_rule", "npqsl.scholarship_half", "npqsl.scholarship_16_to_19"]','answer_and_escalate','[{"outcome": "escalate", "text": "I have not understood this well enough, so I have passed your question to the NPQ team.", "intent": "programme_describe", "question": "I have three things to ask about the NPQSL before our governors meet.", "citations": [], "choices": [], "reason": "unsure", "urgent": false, "asked": "", "computed": []}, {"outcome": "answer", "text": "NPQSL lasts for 18 months.", "intent": "duration", "question": "How long does it take?", "citations": [{"fact_id": "npqsl.duration", "section": "NPQSL - Senior Leaders > Delivery", "line": 17, "quote": "This programme last for 18 months", "cohort": null}], "choices": [], "reason": "", "urgent": false, "asked": "", "computed": []}, {"outcome": "answer", "text": "- NPQSL has a simplified end-of-course assessment.\n- NPQSL includes a final assessment, which has to be completed to pass.\n- To pass NPQSL, you need to engage with at least 90% of the course and complete a final assessment.", "intent": "assessment", "question": "How is it assessed?", "citations": [{"fact_id": "npqsl.end_of_course", "section": "NPQSL - Senior Leaders > Delivery", "line": 15, "quote": "a simplified end-of-course assessment", "cohort": null}, {"fact_id": "npqsl.final_assessment", "section": "NPQSL - Senior Leaders > Assessment", "line": 23, "quote": "complete a final assessment", "cohort": null}, {"fact_id": "npqsl.pass_rule", "section": "NPQSL - Senior Leaders > Assessment", "line": 23, "quote": "engage with at least 90% of the course", "cohort": null}], "choices": [], "reason": "", "urgent": false, "asked": "", "computed": []}, {"outcome": "answer", "text": "- For Autumn 2024, scholarship funding for NPQSL was available to teachers and leaders from the 50% of schools with the highest proportion of students who attract pupil premium funding.\n- For Autumn 2024, scholarship funding for NPQSL was available to teachers and leaders from 16 to 19 educational settings identified as having high disadvantage.\nThese are the criteria that STSN published for Autumn 2024; I do not have criteria for later intakes.", "intent": "price", "question": "What does it cost if our school is not on the list?", "citations": [{"fact_id": "npqsl.scholarship_half", "section": "NPQSL - Senior Leaders > Costs", "line": 29, "quote": "the 50% of schools with the highest proportion", "cohort": "Autumn 2024"}, {"fact_id": "npqsl.scholarship_16_to_19", "section": "NPQSL - Senior Leaders > Costs", "line": 30, "quote": "16 to 19 educational settings identified as having high disadvantage", "cohort": "Autumn 2024"}], "choices": [], "reason": "", "urgent": false, "asked": "", "computed": []}, {"outcome": "escalate", "text": "What it costs in pounds: this is something for the NPQ team, so I have passed your question to them.", "intent": "price", "question": "What does it cost if our school is not on the list?", "citations": [], "choices": [], "reason": "staff.price", "urgent": false, "asked": "", "computed": []}]','1. "I have three things to ask about the NPQSL before our governors ..."
I have not understood this well enough, so I have passed your question to the NPQ team.

2. "How long does it take?"
NPQSL lasts for 18 months.

3. "How is it assessed?"
- NPQSL has a simplified end-of-course assessment.
- NPQSL includes a final assessment, which has to be completed to pass.
- To pass NPQSL, you need to engage with at least 90% of the course and complete a final assessment.

4. "What does it cost if our school is not on the list?"
- For Autumn 2024, scholarship funding for NPQSL was available to teachers and leaders from the 50% of schools with the highest proportion of students who attract pupil premium funding.
- For Autumn 2024, scholarship funding for NPQSL was available to teachers and leaders from 16 to 19 educational settings identified as having high disadvantage.
These are the criteria that STSN published for Autumn 2024; I do not have criteria for later intakes.

What it costs in pounds: this is something for the NPQ team, so I have passed your question to them.

Your reference is 9TT-ZDM.','9TT-ZDM',3.71984680004970869049e+01,'2026-11-25 03:04:58.728525');
INSERT INTO "turns" VALUES(3,'b80530c4ad5a314d68870513c9b68d78',0,'Dear team,

I took up my first headship in September 2024 at a maintained primary school in England and I
finished my NPQH the year before. Can I take the Early Headship Coaching Offer?

Kind regards
Bethan Rees
Headteacher
','{"questions": [{"text": "Can I take the Early Headship Coaching Offer?", "candidates": [{"intent": "support_eligibility", "probability": 0.7444773223126143}, {"intent": "ehco_timing", "probability": 0.09879773822598184}, {"intent": "coaching_details", "probability": 0.033480580212035885}, {"intent": "ehco_support", "probability": 0.004337330013510737}, {"intent": "overseas_nations", "probability": 0.00013406602607882789}, {"intent": "acting_head", "probability": 0.00011913358460045856}, {"intent": "programme_describe", "probability": 3.2284085011742394e-05}, {"intent": "entry_unsettled", "probability": 2.8628743210580976e-05}, {"intent": "legacy_repeat", "probability": 2.5483464013431218e-05}, {"intent": "defer_withdraw", "probability": 2.257332933428488e-05}], "confidence": 0.6078095861484608, "offers": ["EHCO"], "excluded_offers": [], "hinted_offers": [], "near_offers": ["NPQH"], "concepts": ["eligible", "take"], "circumstances": {}, "kinds": [], "telling": [], "cohort": "autumn_2024", "premises": [], "personal": true, "general": false, "negated": false, "elliptic": false, "unexplained": [], "gates": [], "words": ["can", "i", "take", "the", "early", "headship", "coaching", "offer", "?"], "asks": true}], "circumstances": {"setting": "la_maintained_school", "in_england": true, "signed_role": "headteacher", "headship_start_date": "2024-09", "npqh_status": "completed"}, "offers": ["NPQH", "EHCO"], "posts": [], "corrected": {}, "signals": []}','["ehco.eligibility_npqh", "ehco.eligibility_headship"]','answer','[{"outcome": "answer", "text": "Yes: on what you told me, you meet the published criteria for the EHCO.\n- To take EHCO, you need to be doing or have done the headship NPQ (NPQH).\n- To take EHCO, you need to be in your first five years of headship.\nThis is a check against the published criteria, not the offer of a place; STSN decides on places.", "intent": "support_eligibility", "question": "Can I take the Early Headship Coaching Offer?", "citations": [{"fact_id": "ehco.eligibility_npqh", "section": "Early Headship Coaching Offer (EHCO) > Eligibility", "line": 203, "quote": "need to be doing or have done the headship NPQ", "cohort": null}, {"fact_id": "ehco.eligibility_headship", "section": "Early Headship Coaching Offer (EHCO) > Eligibility", "line": 203, "quote": "be in your first five years of headship", "cohort": null}], "choices": [], "reason": "", "urgent": false, "asked": "", "computed": ["", ""]}]','Yes: on what you told me, you meet the published criteria for the EHCO.
- To take EHCO, you need to be doing or have done the headship NPQ (NPQH).
- To take EHCO, you need to be in your first five years of headship.
This is a check against the published criteria, not the offer of a place; STSN decides on places.',NULL,7.41816350000590318813e+01,'2026-11-25 03:04:58.797708');
INSERT INTO "turns" VALUES(4,'1a370f7357c386e7e3914621f15e881f',0,'Hi, I manage a private nursery. Would the NPQEYL be suitable for me?

Alex
','{"questions": [{"text": "Would the NPQEYL be suitable for me?", "candidates": [{"intent": "audience", "probability": 0.9990085415653397}, {"intent": "programme_recommend", "probability": 0.0009721183589643417}, {"intent": "purpose", "probability": 1.4551095587615031e-05}, {"intent": "price", "probability": 1.06551328580783e-06}, {"intent": "npq_meaning", "probability": 9.984681266618703e-07}, {"intent": "programme_describe", "probability": 9.382308776880879e-07}, {"intent": "eyl_further_info", "probability": 4.788831448490826e-07}, {"intent": "duration", "probability": 4.7025422080880087e-07}, {"intent": "funding_criteria", "probability": 4.434365378777074e-07}, {"intent": "support_eligibility", "probability": 3.9419391444428214e-07}], "confidence": 0.9925983852837607, "offers": ["NPQEYL"], "excluded_offers": [], "hinted_offers": [], "near_offers": [], "concepts": ["audience", "take"], "circumstances": {}, "kinds": [], "telling": [], "cohort": null, "premises": [], "personal": true, "general": false, "negated": false, "elliptic": false, "unexplained": [], "gates": [], "words": ["would", "the", "npqeyl", "be", "suitable", "for", "me", "?"], "asks": true}], "circumstances": {"setting": "pvi_nursery", "role": "nursery_manager"}, "offers": ["NPQEYL"], "posts": [], "corrected": {}, "signals": []}','["npqeyl.audience", "npqeyl.audience_managers", "npqeyl.audience_headteachers", "npqeyl.audience_childminders", "npqeyl.entry"]','clarify','[{"outcome": "clarify", "text": "Whether you meet the criteria for NPQEYL depends on a detail that I do not know yet.\n- NPQEYL is for current and aspiring managers of private, voluntary and independent nurseries, headteachers of school-based or maintained nurseries, and childminders with leadership responsibilities.\n- NPQEYL is for current and aspiring managers of private, voluntary and independent nurseries.\n- NPQEYL is for current and aspiring headteachers of school-based or maintained nurseries.\n- NPQEYL is for current and aspiring childminders with leadership responsibilities.\n- NPQEYL is for leaders qualified to at least level 3 with a full and relevant qualification.\n\nWhat level is your highest relevant qualification?\n(The page asks for a certain level of qualification.)", "intent": "audience", "question": "Would the NPQEYL be suitable for me?", "citations": [{"fact_id": "npqeyl.audience", "section": "NPQEYL - Early Years Leadership", "line": 96, "quote": "who are, or are aspiring to be", "cohort": null}, {"fact_id": "npqeyl.audience_managers", "section": "NPQEYL - Early Years Leadership", "line": 98, "quote": "managers of private, voluntary and independent nurseries", "cohort": null}, {"fact_id": "npqeyl.audience_headteachers", "section": "NPQEYL - Early Years Leadership", "line": 99, "quote": "headteachers of school-based or maintained nurseries", "cohort": null}, {"fact_id": "npqeyl.audience_childminders", "section": "NPQEYL - Early Years Leadership", "line": 100, "quote": "childminders with leadership responsibilities", "cohort": null}, {"fact_id": "npqeyl.entry", "section": "NPQEYL - Early Years Leadership", "line": 96, "quote": "qualified to at least level 3 with a full and relevant", "cohort": null}], "choices": [{"label": "Level 2 or below", "text": "Level 2 or below"}, {"label": "Level 3", "text": "Level 3"}, {"label": "Level 4", "text": "Level 4"}, {"label": "Level 5", "text": "Level 5"}, {"label": "Level 6 or above", "text": "Level 6 or above"}, {"label": "I do not know", "text": "I do not know"}], "reason": "", "urgent": false, "asked": "What level is your highest relevant qualification? The page asks for a certain level of qualification.", "computed": ["", ""]}]','Whether you meet the criteria for NPQEYL depends on a detail that I do not know yet.
- NPQEYL is for current and aspiring managers of private, voluntary and independent nurseries, headteachers of school-based or maintained nurseries, and childminders with leadership responsibilities.
- NPQEYL is for current and aspiring managers of private, voluntary and independent nurseries.
- NPQEYL is for current and aspiring headteachers of school-based or maintained nurseries.
- NPQEYL is for current and aspiring childminders with leadership responsibilities.
- NPQEYL is for leaders qualified to at least level 3 with a full and relevant qualification.

What level is your highest relevant qualification?
(The page asks for a certain level of qualification.)
- Level 2 or below
- Level 3
- Level 4
- Level 5
- Level 6 or above
- I do not know',NULL,1.00115680006638285703e+01,'2026-11-25 03:04:58.878726');
INSERT INTO "turns" VALUES(5,'8565e99bbb7b85f334f1ec09174a0837',1,'Thank you, that helps. And is there an assessment at the end?

Priya

On Mon, 23 Nov 2026 at 09:30, STSN NPQ team <npq@stsn.co.uk> wrote:
> Hello Priya,
>
> Thank you for your question about NPQH.
>
> STSN NPQ team
','{"questions": [{"text": "And is there an assessment at the end?", "candidates": [{"intent": "assessment", "probability": 0.9999970532793062}, {"intent": "assessment_details", "probability": 1.913664352466153e-06}, {"intent": "assessment_workload", "probability": 7.503466275987006e-07}, {"intent": "results_certificate", "probability": 2.3968772590702094e-07}, {"intent": "specialist_npq", "probability": 2.3499324478484248e-08}, {"intent": "current_participant", "probability": 5.747229859022319e-09}, {"intent": "access_needs", "probability": 4.737669955701144e-09}, {"intent": "off_topic", "probability": 4.655262462820166e-09}, {"intent": "job_vacancy", "probability": 2.4201408526477346e-09}, {"intent": "other_cpd", "probability": 1.9623601495743894e-09}], "confidence": 0.9997513326432758, "offers": [], "excluded_offers": [], "hinted_offers": [], "near_offers": [], "concepts": ["assess"], "circumstances": {}, "kinds": [], "telling": [], "cohort": null, "premises": [], "personal": false, "general": false, "negated": false, "elliptic": false, "unexplained": [], "gates": [], "words": ["and", "is", "there", "an", "assessment", "at", "the", "end", "?"], "asks": true}], "circumstances": {}, "offers": ["NPQH"], "posts": [], "corrected": {}, "signals": []}','["npqh.end_of_course", "npqh.final_assessment", "npqh.pass_rule"]','answer','[{"outcome": "answer", "text": "- NPQH has a simplified end-of-course assessment.\n- NPQH includes a final assessment, which has to be completed to pass.\n- To pass NPQH, you need to engage with at least 90% of the course and complete a final assessment.", "intent": "assessment", "question": "And is there an assessment at the end?", "citations": [{"fact_id": "npqh.end_of_course", "section": "NPQH - Headship > Delivery", "line": 40, "quote": "a simplified end-of-course assessment", "cohort": null}, {"fact_id": "npqh.final_assessment", "section": "NPQH - Headship > Assessment", "line": 55, "quote": "complete a final assessment", "cohort": null}, {"fact_id": "npqh.pass_rule", "section": "NPQH - Headship > Assessment", "line": 55, "quote": "engage with at least 90% of the course", "cohort": null}], "choices": [], "reason": "", "urgent": false, "asked": "", "computed": []}]','- NPQH has a simplified end-of-course assessment.
- NPQH includes a final assessment, which has to be completed to pass.
- To pass NPQH, you need to engage with at least 90% of the course and complete a final assessment.',NULL,1.13871909998124465346e+01,'2026-11-25 03:04:58.904547');
INSERT INTO "turns" VALUES(6,'54a21bc354dce0b24e41da75064b3d38',0,'Dear colleagues,

We have been sent an invoice for a participant who left our trust in July. Who can correct it?

Samir Haddad
Trust finance office
','{"questions": [{"text": "We have been sent an invoice for a participant who left our trust in July.", "candidates": [{"intent": "invoice", "probability": 0.9522511880268066}, {"intent": "move_school", "probability": 0.025510554448310355}, {"intent": "price", "probability": 0.019876087799316468}, {"intent": "group_booking", "probability": 0.0022395277327155213}, {"intent": "current_participant", "probability": 3.482442470698578e-05}, {"intent": "safeguarding", "probability": 3.376311964797609e-05}, {"intent": "defer_withdraw", "probability": 1.8794421943558618e-05}, {"intent": "places_selection", "probability": 1.624202612837975e-05}, {"intent": "spam", "probability": 1.3238429194070706e-05}, {"intent": "off_topic", "probability": 5.779571229970696e-06}], "confidence": 0.3020286421231839, "offers": [], "excluded_offers": [], "hinted_offers": [], "near_offers": [], "concepts": [], "circumstances": {}, "kinds": [], "telling": ["sent", "participant"], "cohort": null, "premises": [], "personal": true, "general": false, "negated": false, "elliptic": false, "unexplained": ["sent"], "gates": ["invoice"], "words": ["we", "have", "been", "sent", "an", "invoice", "for", "a", "participant", "who", "left", "our", "trust", "in", "july"], "asks": false}], "circumstances": {}, "offers": [], "posts": [], "corrected": {}, "signals": []}','[]','escalate','[{"outcome": "escalate", "text": "Invoices and payments: this is something for the NPQ team, so I have passed your question to them.", "intent": "invoice", "question": "We have been sent an invoice for a participant who left our trust in July.", "citations": [], "choices": [], "reason": "staff.invoice", "urgent": false, "asked": "", "computed": []}]','Invoices and payments: this is something for the NPQ team, so I have passed your question to them.

Your reference is MGK-MP6.','MGK-MP6',4.22793950001505436375e+01,'2026-11-25 03:04:58.932583');
INSERT INTO "turns" VALUES(7,'bc30d22abfc4b2bf627beb543872499b',0,'I have written twice about my place on the programme and nobody has replied. I would like to make a
formal complaint.

Jo Pemberton
','{"questions": [{"text": "I have written twice about my place on the programme and nobody has replied. . I would like to make a formal complaint. . Jo Pemberton", "candidates": [{"intent": "complaint", "probability": 0.9705086518527571}, {"intent": "assessment", "probability": 0.028892330974134836}, {"intent": "application_status", "probability": 0.00026493873082936636}, {"intent": "assessment_details", "probability": 0.00014652963252106973}, {"intent": "change_registration", "probability": 5.88791230138318e-05}, {"intent": "defer_withdraw", "probability": 3.893724309186849e-05}, {"intent": "apply_register", "probability": 2.6848515882711476e-05}, {"intent": "assessment_workload", "probability": 2.3105798689354873e-05}, {"intent": "results_certificate", "probability": 2.2347342208367408e-05}, {"intent": "current_participant", "probability": 1.7430786871367175e-05}], "confidence": 0.35035127804396354, "offers": [], "excluded_offers": [], "hinted_offers": [], "near_offers": [], "concepts": ["assess"], "circumstances": {}, "kinds": [], "telling": ["nobody", "replied"], "cohort": null, "premises": [], "personal": true, "general": false, "negated": false, "elliptic": false, "unexplained": ["replied"], "gates": ["application_status", "complaint"], "words": ["i", "have", "written", "twice", "about", "my", "place", "on", "the", "programme", "and", "nobody", "has", "replied", "i", "would", "like", "to", "make", "a", "formal", "complaint", "jo", "pemberton"], "asks": false}], "circumstances": {}, "offers": [], "posts": [], "corrected": {}, "signals": []}','[]','escalate','[{"outcome": "escalate", "text": "An application or a place: this is something for the NPQ team, so I have passed your question to them.", "intent": "application_status", "question": "I have written twice about my place on the programme and nobody has replied. . I would like to make a formal complaint. . Jo Pemberton", "citations": [], "choices": [], "reason": "staff.application_status", "urgent": false, "asked": "", "computed": []}]','An application or a place: this is something for the NPQ team, so I have passed your question to them.

Your reference is NN4-XZT.','NN4-XZT',3.13827460004176828078e+01,'2026-11-25 03:04:58.988453');
INSERT INTO "turns" VALUES(8,'efde5d41bd09db5082e2a31e62cf64aa',0,'Hello,

I start as a SENCO in January. Is the NPQ for SENCOs mandatory, and by when would I have to finish it?

Best wishes
Marta','{"questions": [{"text": "Is the NPQ for SENCOs mandatory", "candidates": [{"intent": "senco_mandatory", "probability": 0.8884942156665027}, {"intent": "senco_since", "probability": 0.11147547724397147}, {"intent": "senco_level", "probability": 1.5683546801568815e-05}, {"intent": "senco_transition", "probability": 5.02295999184816e-06}, {"intent": "dfe_policy", "probability": 3.420960709792111e-06}, {"intent": "recognition", "probability": 2.3907960958337976e-06}, {"intent": "senco_start", "probability": 1.1709134282700003e-06}, {"intent": "content", "probability": 8.99975925010188e-07}, {"intent": "audience", "probability": 8.684560500527304e-07}, {"intent": "senco_reason", "probability": 8.49480523414079e-07}], "confidence": 0.9532462481157785, "offers": ["NPQSENCO"], "excluded_offers": [], "hinted_offers": [], "near_offers": [], "concepts": ["mandatory"], "circumstances": {}, "kinds": [], "telling": [], "cohort": null, "premises": [], "personal": false, "general": true, "negated": false, "elliptic": false, "unexplained": [], "gates": [], "words": ["is", "the", "npq", "for", "sencos", "mandatory"], "asks": true}, {"text": "by when would I have to finish it?", "candidates": [{"intent": "senco_window", "probability": 0.8225636610510355}, {"intent": "exact_dates", "probability": 0.1327275331439362}, {"intent": "ehco_timing", "probability": 0.042177420823810416}, {"intent": "duration", "probability": 0.0009096756514583551}, {"intent": "venue_time", "probability": 0.0003699912090718347}, {"intent": "senco_transition", "probability": 0.0003690947088182258}, {"intent": "assessment_details", "probability": 0.00035187733823533346}, {"intent": "results_certificate", "probability": 0.0002358127146676665}, {"intent": "defer_withdraw", "probability": 0.0002088829797260776}, {"intent": "recognition", "probability": 8.605037924051596e-05}], "confidence": 0.5870217527138623, "offers": [], "excluded_offers": [], "hinted_offers": [], "near_offers": ["NPQSENCO"], "concepts": ["mandatory", "window"], "circumstances": {}, "kinds": ["moment"], "telling": [], "cohort": null, "premises": [], "personal": true, "general": false, "negated": false, "elliptic": false, "unexplained": [], "gates": [], "words": ["by", "when", "would", "i", "have", "to", "finish", "it", "?"], "asks": true}], "circumstances": {"role": "senco", "senco_status": "planned", "senco_start_date": "2027-01"}, "offers": ["NPQSENCO"], "posts": [], "corrected": {}, "signals": []}','["npqsenco.mandatory", "npqsenco.window", "npqsenco.for_all", "npqsenco.replaces", "npqsenco.window_remains"]','answer','[{"outcome": "answer", "text": "- The NPQ for SENCOs is the mandatory qualification for SENCOs from September 2024.\n- SENCOs have a three-year window to complete the mandatory qualification upon taking up a SENCO post.\n- The NPQ for SENCOs is mandatory for some and appropriate for all.\n- The NPQ for SENCOs replaces the NASENCO qualification from September 2024.\n- The three-year window remains in place following the introduction of the NPQ for SENCOs.", "intent": "senco_mandatory", "question": "Is the NPQ for SENCOs mandatory", "citations": [{"fact_id": "npqsenco.mandatory", "section": "NPQ for SENCOs", "line": 135, "quote": "the mandatory qualification for SENCOs from September 2024", "cohort": null}, {"fact_id": "npqsenco.window", "section": "NPQ for SENCOs", "line": 137, "quote": "The three-year window to complete the mandatory qualification", "cohort": null}, {"fact_id": "npqsenco.for_all", "section": "NPQ for SENCOs", "line": 131, "quote": "Mandatory for some; appropriate for all", "cohort": null}, {"fact_id": "npqsenco.replaces", "section": "NPQ for SENCOs", "line": 135, "quote": "replacing the NASENCO qualification", "cohort": null}, {"fact_id": "npqsenco.window_remains", "section": "NPQ for SENCOs", "line": 137, "quote": "will remain following the introduction of the NPQ for SENCOs", "cohort": null}], "choices": [], "reason": "", "urgent": false, "asked": "", "computed": []}, {"outcome": "clarify", "text": "Whether the requirement applies to you depends on a detail that I do not know yet.\n- The NPQ for SENCOs is the mandatory qualification for SENCOs from September 2024.\n- SENCOs have a three-year window to complete the mandatory qualification upon taking up a SENCO post.\n- The three-year window remains in place following the introduction of the NPQ for SENCOs.\n\nDo you hold the earlier NASENCO qualification, or are you taking it?\n(The NPQ replaces NASENCO, and staff decide what applies to those who have it.)", "intent": "senco_window", "question": "by when would I have to finish it?", "citations": [{"fact_id": "npqsenco.mandatory", "section": "NPQ for SENCOs", "line": 135, "quote": "the mandatory qualification for SENCOs from September 2024", "cohort": null}, {"fact_id": "npqsenco.window", "section": "NPQ for SENCOs", "line": 137, "quote": "The three-year window to complete the mandatory qualification", "cohort": null}, {"fact_id": "npqsenco.window_remains", "section": "NPQ for SENCOs", "line": 137, "quote": "will remain following the introduction of the NPQ for SENCOs", "cohort": null}], "choices": [{"label": "No", "text": "No"}, {"label": "Yes, I hold it", "text": "Yes, I hold it"}, {"label": "I am taking it", "text": "I am taking it"}, {"label": "I do not know", "text": "I do not know"}], "reason": "", "urgent": false, "asked": "Do you hold the earlier NASENCO qualification, or are you taking it? The NPQ replaces NASENCO, and staff decide what applies to those who have it.", "computed": ["", ""]}]','1. "Is the NPQ for SENCOs mandatory"
- The NPQ for SENCOs is the mandatory qualification for SENCOs from September 2024.
- SENCOs have a three-year window to complete the mandatory qualification upon taking up a SENCO post.
- The NPQ for SENCOs is mandatory for some and appropriate for all.
- The NPQ for SENCOs replaces the NASENCO qualification from September 2024.
- The three-year window remains in place following the introduction of the NPQ for SENCOs.

2. "by when would I have to finish it?"
Whether the requirement applies to you depends on a detail that I do not know yet.
- The NPQ for SENCOs is the mandatory qualification for SENCOs from September 2024.
- SENCOs have a three-year window to complete the mandatory qualification upon taking up a SENCO post.
- The three-year window remains in place following the introduction of the NPQ for SENCOs.

Do you hold the earlier NASENCO qualification, or are you taking it?
(The NPQ replaces NASENCO, and staff decide what applies to those who have it.)
- No
- Yes, I hold it
- I am taking it
- I do not know',NULL,9.165393999865045771e+00,'2026-11-25 03:04:59.029031');
CREATE INDEX ix_cases_conversation_id ON cases (conversation_id);
CREATE INDEX ix_cases_state_cases_urgent_cases_opened_at ON cases (state, urgent, opened_at);
CREATE INDEX ix_received_received_at ON received (received_at);
COMMIT;
