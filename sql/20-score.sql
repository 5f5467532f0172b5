--------------------------------------------------------------------------------
-- score: the Bradford score S x S x D of a set of spells (BF-1)
--
-- spells() turns records into a set of days; everything else reads such a set. The
-- arguments stand in one order: the set, the numbers, the date or period, then the
-- rule, the calendar and the half days. A NULL rule or calendar is refused (22004).
--------------------------------------------------------------------------------

CREATE TYPE scoring_rule;

CREATE FUNCTION scoring_rule_in(cstring) RETURNS scoring_rule
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION scoring_rule_in(cstring) IS
	'Reads a scoring rule: key=value pairs separated by semicolons. Keys: window, edge, days, '
	'bridge, minimum. Other keys and values are refused (22023).';

CREATE FUNCTION scoring_rule_out(scoring_rule) RETURNS cstring
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION scoring_rule_out(scoring_rule) IS
'Writes a scoring rule in its canonical form, without the defaults.';

CREATE FUNCTION scoring_rule_recv(internal) RETURNS scoring_rule
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION scoring_rule_recv(internal) IS
'Reads a scoring rule in binary form. One that has no text form is refused (22P03).';

CREATE FUNCTION scoring_rule_send(scoring_rule) RETURNS bytea
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION scoring_rule_send(scoring_rule) IS
'Writes a scoring rule in binary form.';

CREATE TYPE scoring_rule (
	INPUT = scoring_rule_in,
	OUTPUT = scoring_rule_out,
	RECEIVE = scoring_rule_recv,
	SEND = scoring_rule_send,
	INTERNALLENGTH = 16,
	ALIGNMENT = int4
);
COMMENT ON TYPE scoring_rule IS
	'How a score is counted, as a value: window (12 months), edge (clip), days (calendar), '
	'bridge (touching), minimum (1). Example: window=52 weeks; days=working. The empty text is '
	'the default (BF-1, BF-2).';

CREATE FUNCTION scoring_rule_cmp(scoring_rule, scoring_rule) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_cmp'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_cmp(scoring_rule, scoring_rule) IS
'Order of two rules by their keys: -1, 0 or 1; it says nothing about scores.';

CREATE FUNCTION scoring_rule_lt(scoring_rule, scoring_rule) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_lt'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_lt(scoring_rule, scoring_rule) IS
'Order of rules by their keys. Behind the operator <.';

CREATE FUNCTION scoring_rule_le(scoring_rule, scoring_rule) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_le'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_le(scoring_rule, scoring_rule) IS
'Order of rules by their keys. Behind the operator <=.';

CREATE FUNCTION scoring_rule_eq(scoring_rule, scoring_rule) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_eq'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_eq(scoring_rule, scoring_rule) IS
'Do two rules count alike? Behind the operator =.';

CREATE FUNCTION scoring_rule_ne(scoring_rule, scoring_rule) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_ne'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_ne(scoring_rule, scoring_rule) IS
'Do two rules differ? Behind the operator <>.';

CREATE FUNCTION scoring_rule_ge(scoring_rule, scoring_rule) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_ge'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_ge(scoring_rule, scoring_rule) IS
'Order of rules by their keys. Behind the operator >=.';

CREATE FUNCTION scoring_rule_gt(scoring_rule, scoring_rule) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_gt'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_gt(scoring_rule, scoring_rule) IS
'Order of rules by their keys. Behind the operator >.';

CREATE FUNCTION scoring_rule_hash(scoring_rule) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_hash'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_hash(scoring_rule) IS
'Hash of a rule, for joins, grouping and hash indexes.';

CREATE FUNCTION scoring_rule_hash_extended(scoring_rule, bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'bradford_scoring_rule_hash_extended'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION scoring_rule_hash_extended(scoring_rule, bigint) IS
'Hash of a rule with a seed, for hash partitioning.';

CREATE OPERATOR = (
	LEFTARG = scoring_rule, RIGHTARG = scoring_rule, FUNCTION = scoring_rule_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (scoring_rule, scoring_rule) IS
'Two rules count alike.';

CREATE OPERATOR <> (
	LEFTARG = scoring_rule, RIGHTARG = scoring_rule, FUNCTION = scoring_rule_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (scoring_rule, scoring_rule) IS
'Two rules differ.';

CREATE OPERATOR < (
	LEFTARG = scoring_rule, RIGHTARG = scoring_rule, FUNCTION = scoring_rule_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (scoring_rule, scoring_rule) IS
'Order of rules by their keys; it says nothing about scores.';

CREATE OPERATOR <= (
	LEFTARG = scoring_rule, RIGHTARG = scoring_rule, FUNCTION = scoring_rule_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (scoring_rule, scoring_rule) IS
'Order of rules by their keys; it says nothing about scores.';

CREATE OPERATOR >= (
	LEFTARG = scoring_rule, RIGHTARG = scoring_rule, FUNCTION = scoring_rule_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (scoring_rule, scoring_rule) IS
'Order of rules by their keys; it says nothing about scores.';

CREATE OPERATOR > (
	LEFTARG = scoring_rule, RIGHTARG = scoring_rule, FUNCTION = scoring_rule_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (scoring_rule, scoring_rule) IS
'Order of rules by their keys; it says nothing about scores.';

CREATE OPERATOR FAMILY scoring_rule_ops USING btree;
COMMENT ON OPERATOR FAMILY scoring_rule_ops USING btree IS
'Order of scoring rules for sorting, DISTINCT and B-trees.';
CREATE OPERATOR CLASS scoring_rule_ops DEFAULT FOR TYPE scoring_rule
	USING btree FAMILY scoring_rule_ops AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 scoring_rule_cmp(scoring_rule, scoring_rule);
COMMENT ON OPERATOR CLASS scoring_rule_ops USING btree IS
'Order of scoring rules for sorting, DISTINCT and B-trees.';

CREATE OPERATOR FAMILY scoring_rule_ops USING hash;
COMMENT ON OPERATOR FAMILY scoring_rule_ops USING hash IS
'Equality of scoring rules by hashing.';
CREATE OPERATOR CLASS scoring_rule_ops DEFAULT FOR TYPE scoring_rule
	USING hash FAMILY scoring_rule_ops AS
	OPERATOR 1 =,
	FUNCTION 1 scoring_rule_hash(scoring_rule),
	FUNCTION 2 scoring_rule_hash_extended(scoring_rule, bigint);
COMMENT ON OPERATOR CLASS scoring_rule_ops USING hash IS
'Equality of scoring rules by hashing.';

-- spells() ---------------------------------------------------------------------

CREATE TYPE spells_state;

CREATE FUNCTION spells_state_in(cstring) RETURNS spells_state
	AS 'MODULE_PATHNAME', 'bradford_spells_state_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spells_state_in(cstring) IS
	'Reads the state of spells(), such as {2016-01-04..2016-01-08,2016-02-01..}; any other text '
	'is refused (22P02).';

CREATE FUNCTION spells_state_out(spells_state) RETURNS cstring
	AS 'MODULE_PATHNAME', 'bradford_spells_state_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spells_state_out(spells_state) IS
'Writes the state of spells() as its set of days, in order; engines that ship states between '
	'nodes use it.';

CREATE FUNCTION spells_state_recv(internal) RETURNS spells_state
	AS 'MODULE_PATHNAME', 'bradford_spells_state_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spells_state_recv(internal) IS
'Reads the state of spells() in binary form, every span checked (22P03).';

CREATE FUNCTION spells_state_send(spells_state) RETURNS bytea
	AS 'MODULE_PATHNAME', 'bradford_spells_state_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spells_state_send(spells_state) IS
'Writes the state of spells() in binary form: its set of days, the same on every platform.';

CREATE TYPE spells_state (
	INPUT = spells_state_in,
	OUTPUT = spells_state_out,
	RECEIVE = spells_state_recv,
	SEND = spells_state_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = int4,
	STORAGE = extended
);
COMMENT ON TYPE spells_state IS
	'State of the aggregate spells(): spans of days as they came in. It is a type of its own, so '
	'that parallel and distributed plans can ship it.';

CREATE FUNCTION spells_add_days(spells_state, first_day date, last_day date) RETURNS spells_state
	AS 'MODULE_PATHNAME', 'bradford_spells_add_days'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION spells_add_days(spells_state, date, date) IS
'Transition of spells(first_day, last_day).';

CREATE FUNCTION spells_add_range(spells_state, period daterange) RETURNS spells_state
	AS 'MODULE_PATHNAME', 'bradford_spells_add_range'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION spells_add_range(spells_state, daterange) IS
'Transition of spells(period).';

CREATE FUNCTION spells_combine(spells_state, spells_state) RETURNS spells_state
	AS 'MODULE_PATHNAME', 'bradford_spells_combine'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION spells_combine(spells_state, spells_state) IS
'Union of two states of spells(), for parallel and distributed plans.';

CREATE FUNCTION spells_final(spells_state) RETURNS datemultirange
	AS 'MODULE_PATHNAME', 'bradford_spells_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION spells_final(spells_state) IS
'The set of days of a state of spells(); the empty set for no state.';

CREATE AGGREGATE spells(period daterange) (
	SFUNC = spells_add_range,
	STYPE = spells_state,
	SSPACE = 160,
	FINALFUNC = spells_final,
	COMBINEFUNC = spells_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE spells(daterange) IS
	'The set of days of absence records: overlapping and touching records are one spell. A range '
	'without upper end is an absence still open. NULLs are ignored; an empty range is '
	'refused (22023).';

CREATE AGGREGATE spells(first_day date, last_day date) (
	SFUNC = spells_add_days,
	STYPE = spells_state,
	SSPACE = 160,
	FINALFUNC = spells_final,
	COMBINEFUNC = spells_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE spells(date, date) IS
	'The set of days of absence records, both days included; last_day NULL = still absent. '
	'Records with both NULL are ignored. A last_day before first_day (22023) and infinite '
	'dates (22008) are refused.';

-- readers of a set ---------------------------------------------------------------

CREATE FUNCTION occasions(
	spells datemultirange, as_of date,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL
) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_score_occasions'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION occasions(datemultirange, date, scoring_rule, calendar, datemultirange) IS
'S: how many spells count on the day as_of by the rule (BF-1). NULL spells or date give NULL.';

CREATE FUNCTION days(
	spells datemultirange, as_of date,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL
) RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_score_days'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION days(datemultirange, date, scoring_rule, calendar, datemultirange) IS
	'D: the days that count on the day as_of by the rule, a half day as one half (BF-1, BF-2). '
	'NULL spells or date give NULL.';

CREATE FUNCTION score(
	spells datemultirange, as_of date,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL
) RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_score_of_spells'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION score(datemultirange, date, scoring_rule, calendar, datemultirange) IS
	'The Bradford score S x S x D as at the day as_of: over 12 months and in calendar days, '
	'unless the rule says otherwise (BF-1, BF-2). The empty set scores 0; NULL spells or date '
	'give NULL.';

CREATE FUNCTION score_totals(
	spells datemultirange, as_of date,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL,
	OUT occasions integer, OUT days numeric, OUT score numeric
) RETURNS record
	AS 'MODULE_PATHNAME', 'bradford_score_totals'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 12;
COMMENT ON FUNCTION score_totals(datemultirange, date, scoring_rule, calendar, datemultirange) IS
	'S, D and the score at once: occasions(), days() and score() of the same arguments, with the '
	'set read once. NULL spells or date give a row of NULLs.';

CREATE FUNCTION score(occasions numeric, days numeric) RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_score_of_figures'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 3;
COMMENT ON FUNCTION score(numeric, numeric) IS
	'The bare formula S x S x D for figures from elsewhere, such as hours (BF-1). Occasions are '
	'a whole number; neither may be negative (22023).';

CREATE FUNCTION explain_score(
	spells datemultirange, as_of date,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL,
	OUT spell daterange, OUT counted daterange, OUT why text, OUT days numeric,
	OUT starts_to_leave date, OUT left_on date
) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'bradford_score_explain'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 20 ROWS 5;
COMMENT ON FUNCTION explain_score(datemultirange, date, scoring_rule, calendar, datemultirange) IS
	'The workings of a score (BF-14), a row for each spell that reaches into the window: the '
	'part counted, why, its days, and the days on which it starts to leave and has left the '
	'window.';

CREATE FUNCTION score_history(
	spells datemultirange, during daterange,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL,
	OUT period daterange, OUT occasions integer, OUT days numeric, OUT score numeric
) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'bradford_score_history'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 50 ROWS 20;
COMMENT ON FUNCTION score_history(datemultirange, daterange, scoring_rule, calendar,
		datemultirange) IS
	'Occasions, days and score over a period, as runs of constant value without gaps; each day '
	'is judged as at that day. An empty or infinite period is refused (22023).';

CREATE FUNCTION trigger_dates(
	spells datemultirange, triggers numeric[], during daterange,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL,
	OUT trigger numeric, OUT reached_on date, OUT cleared_on date, OUT peak numeric,
	OUT peak_on date
) RETURNS SETOF record
	AS 'MODULE_PATHNAME', 'bradford_trigger_dates'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 100 ROWS 3;
COMMENT ON FUNCTION trigger_dates(datemultirange, numeric[], daterange, scoring_rule,
		calendar, datemultirange) IS
	'For each trigger (BF-4), every stretch of days in the period with a score at or above it, its '
	'highest score, and the first day with that score. cleared_on is NULL if the stretch lasts to '
	'the end of the period.';

CREATE FUNCTION clears_on(
	spells datemultirange, trigger numeric, as_of date,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL
) RETURNS date
	AS 'MODULE_PATHNAME', 'bradford_trigger_clears_on'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION clears_on(datemultirange, numeric, date, scoring_rule, calendar,
		datemultirange) IS
	'The first day from as_of on with a score below the trigger, if nobody counts absence after '
	'as_of (BF-4). NULL spells, trigger or date give NULL.';

CREATE FUNCTION days_to_trigger(
	spells datemultirange, trigger numeric, as_of date,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL
) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_trigger_days_to'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 50;
COMMENT ON FUNCTION days_to_trigger(datemultirange, numeric, date, scoring_rule, calendar,
		datemultirange) IS
	'How many days in a row, from the day after as_of, somebody can be absent with a score below '
	'the trigger (BF-4). NULL if a whole window of absence would not meet it, and for NULL '
	'spells, trigger or date.';

CREATE FUNCTION rolling_window(as_of date, length interval DEFAULT '12 months') RETURNS daterange
	AS 'MODULE_PATHNAME', 'bradford_score_window' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2;
COMMENT ON FUNCTION rolling_window(date, interval) IS
	'The window of a day: the days d with as_of - length < d <= as_of (BF-1). A length that is '
	'not positive, or has hours, is refused (22023).';

CREATE FUNCTION rolling_score(
	period daterange,
	rule bradford.scoring_rule DEFAULT '', calendar bradford.calendar DEFAULT 'england-and-wales',
	half_days datemultirange DEFAULT NULL
) RETURNS numeric
	AS 'MODULE_PATHNAME', 'bradford_rolling_score'
	LANGUAGE C WINDOW IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION rolling_score(daterange, scoring_rule, calendar, datemultirange) IS
	'For each row, the score as at the last day of its absence, over all rows of its partition; '
	'order and frame do not matter. NULL for an absence that is still open.';
