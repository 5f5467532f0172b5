--------------------------------------------------------------------------------
-- rules: what the ids of the policies say
--
-- Reports, comments and errors name rules by these ids. Each row says in our own words what the
-- policy says. doc/rules.md has the same sentences; test/scripts/rules compares them.
--------------------------------------------------------------------------------

CREATE FUNCTION rules(OUT rule_id text, OUT subject text, OUT says text, OUT clause text,
	OUT source text)
	RETURNS SETOF record
	LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1 ROWS 99
	BEGIN ATOMIC
	VALUES
		('BF-1', 'attendance',
		 'The Bradford score is S x S x D over a rolling 12 months: S absences, D days lost '
		 'in all.',
		 '20.4', '002 attendance management policy'),
		('BF-2', 'attendance',
		 'The days of an absence are calendar days, weekends included, as for statutory sick '
		 'pay.',
		 '20.4', '002 attendance management policy'),
		('BF-3', 'attendance',
		 'Four absences of 10 days in all score 160, five of 6 days 150, five of 20 days 500, '
		 'and seven of 11 days 539.',
		 '19.2, 20.4, 21.1', '002 attendance management policy'),
		('BF-4', 'attendance',
		 'A score of at least 150 puts stage 1 up for consideration (a written warning), at '
		 'least 500 stage 2 (a final written warning), and at least 875 stage 3 (a hearing).',
		 '21.2', '002 attendance management policy'),
		('BF-5', 'attendance', 'Triggers are pro rata for part-time employees.',
		 '21.1', '002 attendance management policy'),
		('BF-6', 'attendance',
		 'A warning lapses after 6 months at stage 1, after 9 months at stage 2, and after 12 '
		 'months at stage 3.',
		 '21.2.4, 21.3, 21.4/21.5', '002 attendance management policy'),
		('BF-7', 'attendance',
		 'Stage 2 is considered only while a stage 1 warning is live and the score is at '
		 'least 350 above the score at which that warning was issued.',
		 '21.3', '002 attendance management policy'),
		('BF-8', 'attendance',
		 'Stage 3 is considered only while a stage 2 warning is live, the score is at least '
		 '375 above the score at which that warning was issued, and the occupational-health '
		 'report is at most 3 months old.',
		 '21.4', '002 attendance management policy'),
		('BF-9', 'attendance',
		 'If a trigger was reached and no warning was issued, stage 1 may still be considered '
		 'after a later absence, as long as the score is still above 150.',
		 '21.2.3', '002 attendance management policy'),
		('BF-10', 'attendance',
		 'After two stage 1 warnings within 2 years, each followed by 6 months of '
		 'satisfactory attendance, the next failure goes straight to stage 2.',
		 '21.2.4', '002 attendance management policy'),
		('BF-11', 'attendance', 'An appeal upheld at stage 3 puts the employee back at stage 2.',
		 '21.5', '002 attendance management policy'),
		('BF-12', 'attendance',
		 'The review period after a stage 1 warning is 1 to 3 months, and any absence in it '
		 'leads to a formal review meeting.',
		 '21.2.1', '002 attendance management policy'),
		('BF-13', 'attendance',
		 'Everybody is scored on the past year, but action waits for the first absence after '
		 'adoption; the trial ran for six months from 1 October 2016, and whoever was at '
		 'stage 3 of the old capability procedure counts as at stage 3.',
		 'report 2.14, minutes', '002 committee report and minutes on the attendance policy'),
		('BF-14', 'attendance',
		 'Employees are told their score at the return-to-work discussion, and are shown the '
		 'evidence and how the score came about at stage 2.',
		 '17.1, 21.3', '002 attendance management policy'),
		('BF-15', 'attendance',
		 'Reports by service area, for short-term and long-term absence, show who has reached '
		 'a trigger, and are sent to the manager unasked.',
		 'report 2.12, 21.1', '002 committee report on the attendance policy; the policy'),
		('BF-16', 'attendance',
		 'Average days lost per employee and year are held against a target of 7.5: they were '
		 '7.63 in 2013-14, 7.17 in 2014-15 and 9.84 in 2015-16.',
		 'report 2.3', '002 committee report on the attendance policy'),
		('BF-17', 'attendance',
		 'Managers look for patterns of absence, such as regular Mondays or Fridays.',
		 '21.2', '002 attendance management policy'),
		('AB-1', 'absence',
		 'A day on which half or more was worked before going home sick is not recorded as '
		 'absence; if less than half was worked, the whole day is.',
		 '8.4; old App. A(d)', '002 attendance management policy, new and old'),
		('AB-2', 'absence',
		 'An infectious disease with a fit note is reported and does not count: chicken pox, '
		 'diphtheria, German measles, mumps, scarlet fever, whooping cough, pandemic flu.',
		 '14.1', '002 attendance management policy'),
		('AB-3', 'absence',
		 'Absence because of pregnancy or IVF treatment is recorded separately and does not '
		 'count.',
		 '16.1', '002 attendance management policy'),
		('AB-4', 'absence',
		 'The manager takes HR advice before any action if an absence is due to disability, '
		 'industrial injury, infectious disease or pregnancy.',
		 '5.3, 21.1', '002 attendance management policy'),
		('AB-5', 'absence',
		 'A medical or dental appointment is not sickness unless it takes a whole day.',
		 '15.1', '002 attendance management policy'),
		('AB-6', 'absence',
		 'A self-certificate is needed from 4 calendar days on and covers days 1 to 7; from '
		 'day 8 on, fit notes are needed without a gap.',
		 '9.1, 10.1; old App. A 3', '002 attendance management policy, new and old'),
		('AB-7', 'absence',
		 'A pregnancy-related absence in the 4 weeks before the due date starts maternity '
		 'leave.',
		 '16.2', '002 attendance management policy'),
		('AB-8', 'absence',
		 'A return-to-work discussion follows every absence, normally on the first day back '
		 'and at the latest within 5 working days; the form reaches HR within 5 working days '
		 'of the end of the month.',
		 '17.1, 3.1; old 7.1', '002 attendance management policy, new and old'),
		('AB-9', 'absence',
		 'Referral to occupational health is considered at a score of 150 and of 500, for '
		 'depression, anxiety, stress and musculoskeletal causes, after an accident at work '
		 'or a notifiable disease, and after 20 working days off.',
		 '19.2, 21.6', '002 attendance management policy'),
		('AB-10', 'absence',
		 'Absence of over 4 weeks (20 working days) is long-term: a home visit is possible '
		 'after 4 weeks, a review follows at 12 weeks and an assessment by 6 months, and a '
		 'phased return takes at most 4 weeks.',
		 '18.2, 21.6-21.8', '002 attendance management policy'),
		('AB-11', 'absence',
		 'Occupational sick pay is up to 6 months at full pay and then 6 months at half pay, '
		 'by length of service.',
		 '21.8.5', '002 attendance management policy'),
		('DL-1', 'deadline',
		 'Managing conflict: the employee raises a matter within 10 working days of becoming '
		 'aware of it.',
		 '4.1', '002 managing conflict policy'),
		('DL-2', 'deadline',
		 'Grievance 2009: the employee raises a matter within 10 working days of becoming '
		 'aware of it.',
		 '5.1', '002 grievance procedure of 2009'),
		('DL-3', 'deadline',
		 'Grievance 2009: the employee makes it formal within 10 working days of the end of '
		 'the informal stage.',
		 '7.5, 9.1.1', '002 grievance procedure of 2009'),
		('DL-4', 'deadline',
		 'Grievance 2009: at each stage, receipt is acknowledged within 3 working days.',
		 '9.1.2, 9.2.2, 9.3.2', '002 grievance procedure of 2009'),
		('DL-5', 'deadline',
		 'Grievance 2009: at stages 1 and 2, the meeting is held within 10 working days of '
		 'receipt.',
		 '9.1.3, 9.2.3', '002 grievance procedure of 2009'),
		('DL-6', 'deadline',
		 'Grievance 2009: at stages 1 and 2, the written answer follows within 5 working days '
		 'of the meeting.',
		 '9.1.4, 9.2.4', '002 grievance procedure of 2009'),
		('DL-7', 'deadline',
		 'Grievance 2009: the employee goes on to the next stage, or appeals, within 5 '
		 'working days of being notified of the answer.',
		 '9.2.1, 9.3.1', '002 grievance procedure of 2009'),
		('DL-8', 'deadline',
		 'Grievance 2009: the answer to an appeal follows within 5 working days of the '
		 'hearing.',
		 '10.1', '002 grievance procedure of 2009'),
		('DL-9', 'deadline',
		 'Grievance 2009: in the modified procedure, the answer follows within 5 working days '
		 'of receipt.',
		 '12.4', '002 grievance procedure of 2009'),
		('DL-10', 'deadline',
		 'Grievance 2016: the employee raises a matter within 3 months of the event.',
		 '1.7', '002 grievance procedure of 2016'),
		('DL-11', 'deadline',
		 'Grievance 2016: the employee makes it formal within 5 working days of the end of '
		 'the informal stage.',
		 '2.7, 3.1', '002 grievance procedure of 2016'),
		('DL-12', 'deadline',
		 'Grievance 2016: the invitation to the meeting goes out within 5 working days of '
		 'receipt.',
		 '3.3', '002 grievance procedure of 2016'),
		('DL-13', 'deadline',
		 'Grievance 2016: the meeting is held within 10 working days of receipt.',
		 '3.4', '002 grievance procedure of 2016'),
		('DL-14', 'deadline',
		 'Grievance 2016: everyone with papers provides them at least 3 working days before '
		 'the meeting.',
		 '3.5', '002 grievance procedure of 2016'),
		('DL-15', 'deadline',
		 'Grievance 2016: the answer follows within 5 working days of the meeting.',
		 '3.10', '002 grievance procedure of 2016'),
		('DL-16', 'deadline',
		 'Grievance 2016: the employee appeals within 5 working days of the written answer.',
		 '4.1', '002 grievance procedure of 2016'),
		('DL-17', 'deadline',
		 'Grievance 2016: receipt of an appeal is acknowledged within 3 working days.',
		 '4.3', '002 grievance procedure of 2016'),
		('DL-18', 'deadline',
		 'Grievance 2016: the answer to an appeal follows within 5 working days of the '
		 'hearing.',
		 '4.6', '002 grievance procedure of 2016'),
		('DL-19', 'deadline',
		 'Attendance: the stage 1 meeting is held within 5 working days of the return to work.',
		 '21.2.1', '002 attendance management policy'),
		('DL-20', 'deadline',
		 'Attendance: the employee gets notice of the stage 1 meeting at least 48 hours '
		 'before it.',
		 '21.2.1', '002 attendance management policy'),
		('DL-21', 'deadline',
		 'Attendance: the employee gets notice of the stage 1 review meeting at least 5 '
		 'working days before it.',
		 '21.2.2', '002 attendance management policy'),
		('DL-22', 'deadline',
		 'Attendance: the employee gets notice of the stage 2 meeting at least 5 calendar '
		 'days before it.',
		 '21.3', '002 attendance management policy'),
		('DL-23', 'deadline',
		 'Attendance: the employee appeals against a stage 2 warning within 10 working days '
		 'of it.',
		 '21.3', '002 attendance management policy'),
		('DL-24', 'deadline',
		 'Attendance: the employee replies in writing within 5 working days of a notice of '
		 'possible dismissal.',
		 '21.4', '002 attendance management policy'),
		('DL-25', 'deadline',
		 'Attendance: the employee gets notice of the stage 3 hearing at least 5 working days '
		 'before it.',
		 '21.4', '002 attendance management policy'),
		('DL-26', 'deadline',
		 'Attendance: the employee appeals against a dismissal within 10 working days of it.',
		 '21.4', '002 attendance management policy'),
		('DL-27', 'deadline',
		 'Attendance: the return-to-work discussion is held within 5 working days of the '
		 'return.',
		 'old 7.1', '002 attendance management policy, old'),
		('DL-28', 'deadline',
		 'Attendance: return-to-work forms reach HR within 5 working days of the end of the '
		 'month.',
		 '3.1', '002 attendance management policy'),
		('DL-29', 'deadline',
		 'Attendance: the occupational-health report is at most 3 months old at the stage 3 '
		 'hearing.',
		 '21.4', '002 attendance management policy'),
		('DL-30', 'deadline',
		 'Agile working: the employee returns equipment within 5 working days of the end of '
		 'homeworking.',
		 'App. B', '002 agile working guide'),
		('DL-31', 'deadline',
		 'Flexible-working request: the employee has at least 26 weeks of continuous service '
		 'at the application.',
		 '2.1.1', '004 flexible working policy'),
		('DL-32', 'deadline',
		 'Flexible-working request: the employee made no other application in the past 12 '
		 'months.',
		 '2.1.1', '004 flexible working policy'),
		('DL-33', 'deadline',
		 'Flexible-working request: if a request is agreed without a meeting, the manager '
		 'writes within 28 calendar days of it.',
		 '2.3.1', '004 flexible working policy'),
		('DL-34', 'deadline',
		 'Flexible-working request: if a request is not agreed at once, a meeting is held '
		 'within 28 calendar days of it.',
		 '2.3.2', '004 flexible working policy'),
		('DL-35', 'deadline',
		 'Flexible-working request: the decision follows within 14 calendar days of the '
		 'meeting, or of the end of an agreed trial.',
		 '2.3.3-2.3.4', '004 flexible working policy'),
		('DL-36', 'deadline', 'Flexi-leave: the employee asks at least 1 week before the day off.',
		 '7.7.7', '004 flexible working policy'),
		('PAY-1', 'pay', 'Pay, leave, bank holidays and benefits are pro rata to the hours worked.',
		 '1.3, 3.2', '004 flexible working policy'),
		('PAY-2', 'pay',
		 'Annualised hours are fixed at the outset for a year that begins on the employee''s '
		 'own start date and has 12 timesheets.',
		 '4.3, 4.6', '004 flexible working policy'),
		('PAY-3', 'pay',
		 'Paid hours are the hours to be worked plus pro-rata annual leave plus pro-rata bank '
		 'holidays.',
		 '4.7', '004 flexible working policy'),
		('PAY-4', 'pay',
		 'Monthly pay is the annual salary divided by 12, whatever the hours worked in the '
		 'month.',
		 '4.7', '004 flexible working policy'),
		('PAY-5', 'pay',
		 'If hours are short at the end of the year, they are made up, or the overpayment is '
		 'reclaimed.',
		 '4.7', '004 flexible working policy'),
		('PAY-6', 'pay', 'Extra hours are paid at the substantive hourly rate.',
		 '4.8.1, 5.8', '004 flexible working policy'),
		('PAY-7', 'pay',
		 'Sick pay is based on contracted hours, and there is none in contracted time off '
		 'such as school holidays.',
		 '4.8.2, 5.9', '004 flexible working policy'),
		('PAY-8', 'pay',
		 'When somebody leaves, the final salary settles the difference between hours worked '
		 'and hours paid, and the rest is reclaimed.',
		 '4.8.5, 5.12', '004 flexible working policy'),
		('PAY-9', 'pay',
		 'Term-time leave, in weeks, is weeks at work / weeks at work of a whole-time '
		 'equivalent x leave weeks of a whole-time equivalent.',
		 '5.7.2', '004 flexible working policy'),
		('PAY-10', 'pay',
		 'Paid weeks are weeks at work plus leave weeks, annual hours are paid weeks x '
		 'contracted weekly hours, and weekly paid hours are annual hours / 52.143.',
		 '5.7.3-5.7.4', '004 flexible working policy'),
		('PAY-11', 'pay',
		 'Rounded at every step, 38 / 45 x 7 gives 5.9 weeks of leave, 38 + 5.9 gives 43.9 '
		 'paid weeks, 43.9 x 25 gives 1098 hours a year, and 1098 / 52.143 gives 21 paid '
		 'hours a week.',
		 '5.7.4', '004 flexible working policy'),
		('PAY-12', 'pay',
		 'A term-time contract usually has 38 or 39 weeks at work and 13 or 14 off; leave may '
		 'be agreed in term, which changes the salary.',
		 '5.5, 5.7.1', '004 flexible working policy'),
		('PAY-13', 'pay',
		 'Term-time bank holidays are pro rata of those that fall in the school year outside '
		 'the school holidays.',
		 '5.7', '004 flexible working policy'),
		('PAY-14', 'pay',
		 'Job sharers get pay, leave, bank holidays and full-time allowances by the hours '
		 'each works, up to the whole post together; extra hours are paid at basic rate or '
		 'given back as time off, and one may cover for another up to the whole post.',
		 '6.7, 6.10', '004 flexible working policy'),
		('PAY-15', 'pay',
		 'The monthly timesheet shows hours (lines a to e) and leave (f to j), each as due in '
		 'the year, brought forward, this month, in all and remaining, and also the start of '
		 'the contract year and the date of leaving.',
		 '4.6, 5.6, App. 3', '004 flexible working policy'),
		('PAY-16', 'pay',
		 'Hours fit the Working Time Regulations, and minimum and maximum weekly hours are '
		 'agreed.',
		 '4.4', '004 flexible working policy'),
		('FX-1', 'flexi-time',
		 'Only time inside the bandwidth is credited, for example 08:00 to 18:00 from Monday '
		 'to Friday.',
		 '7.7.2', '004 flexible working policy'),
		('FX-2', 'flexi-time',
		 'Everybody is present in core time, for example 09:30 to 12:00 and 14:00 to 16:00, '
		 'unless absence is authorised.',
		 '7.7.3', '004 flexible working policy'),
		('FX-3', 'flexi-time',
		 'Lunch is taken between 12:00 and 14:00 and lasts at least 30 minutes; over 1 hour, '
		 'or into core time, it needs agreement.',
		 '7.7.4', '004 flexible working policy'),
		('FX-4', 'flexi-time',
		 'Time is counted in blocks: with blocks of 5 minutes, an arrival at 9:03 is recorded '
		 'as 9:05.',
		 '7.7.10', '004 flexible working policy'),
		('FX-5', 'flexi-time',
		 'The accounting period is four weeks, with standard hours such as 148.00 and a '
		 'standard day such as 7.5 hours.',
		 '7.7.6, 7.7.8, App. 2', '004 flexible working policy'),
		('FX-6', 'flexi-time',
		 'The balance carried forward is the balance brought forward plus hours worked less '
		 'standard hours, up to a cap such as 7 hours 25 minutes of credit or debit.',
		 '7.7.9, App. 2', '004 flexible working policy'),
		('FX-7', 'flexi-time',
		 'Flexi-leave uses up credit, while overtime is not flexi-time and is authorised '
		 'apart.',
		 '7.7.7, 7.7.11', '004 flexible working policy'),
		('SR-1', 'rostering',
		 'Minimum and maximum staff are agreed for each hour of the day, by skill and grade.',
		 '8.2a-b', '004 flexible working policy'),
		('SR-2', 'rostering',
		 'Limits on time owed and owing, veto hours, core hours, preferences and payments for '
		 'unsocial hours are agreed.',
		 '8.2c-f', '004 flexible working policy'),
		('SR-3', 'rostering',
		 'Competing preferences and gaps are shared out fairly over the whole roster period, '
		 'within the Working Time Regulations.',
		 '8.2, 8.1', '004 flexible working policy'),
		('HW-1', 'homeworking',
		 'There are four workstyles: fixed and home (at one desk about 90% of the time), '
		 'flexible, and mobile.',
		 '4.1', '002 agile working guide'),
		('HW-2', 'homeworking',
		 'Fixed workers have a desk each, flexible workers at most 6 desks for 10 people, '
		 'mobile workers at most 4 for 10, and home workers none; public-facing posts are '
		 'left out.',
		 'App. F', '002 agile working guide'),
		('HW-3', 'homeworking',
		 'An attendance pattern is 1 day in the office and 4 at home, 2 and 3, one week in '
		 'four in the office, or alternate weeks.',
		 NULL, '003 article on a remote-working trial'),
		('HW-4', 'homeworking',
		 'Space rules limit how many people are in an office, site by site, at over 20 sites.',
		 NULL, '003 article on a remote-working trial'),
		('HW-5', 'homeworking',
		 'Every application has a business case that shows a return on the kit, which costs '
		 'about 800 pounds.',
		 NULL, '000 minutes on a homeworking policy'),
		('HW-6', 'homeworking',
		 'Homeworkers get an allowance at the rate approved by the tax authority (000), '
		 'contractual homeworkers one for heating, lighting, telephone and broadband (001), '
		 'and agile workers none (002).',
		 '002 s.5',
		 '000 minutes on a homeworking policy; 001 homeworking policy; 002 agile working guide'),
		('HW-7', 'homeworking',
		 'Output and accuracy are measured against an average, for about 130 homeworkers in '
		 'four authorities, many of them part-time.',
		 NULL, '000 minutes on a homeworking policy'),
		('HW-8', 'homeworking',
		 'Homeworkers have keeping-in-touch days in the office and regular reviews, and a '
		 'trial period of three months is suggested.',
		 '004 9.2', '000 minutes on a homeworking policy; 004 flexible working policy'),
		('HW-9', 'homeworking',
		 'The options to choose from during unplanned system downtime are recorded.',
		 NULL, '000 minutes on a homeworking policy');
	END;
COMMENT ON FUNCTION rules() IS
	'The rules of the published policies, one row for each id such as BF-7: the rule in one '
	'sentence, its clause and its document. Join a report''s column of ids with r.rule_id = ANY '
	'(string_to_array(t.rules, '', '')).';

