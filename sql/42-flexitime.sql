--------------------------------------------------------------------------------
-- flexitime: bandwidth, core, lunch, blocks, and balances with a cap (FX-1 to FX-7)
--
-- A scheme is a value. flexi_credit() says for each day what is credited and why the
-- rest is not; flexi_balance() carries a balance from one accounting period to the
-- next. Clock times are local wall times, and hours are intervals of hours and
-- minutes. A NULL scheme gives NULL; the aggregate refuses it (22004).
--------------------------------------------------------------------------------

CREATE TYPE flexi_scheme;

CREATE FUNCTION flexi_scheme_in(cstring) RETURNS flexi_scheme
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_in'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION flexi_scheme_in(cstring) IS
	'Reads a flexi scheme: key=value pairs separated by semicolons. Keys: bandwidth, '
	'core, lunch, block, day, hours, period, cap, beyond, limit, leave. Other keys and '
	'values are refused (22023).';

CREATE FUNCTION flexi_scheme_out(flexi_scheme) RETURNS cstring
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_out'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION flexi_scheme_out(flexi_scheme) IS
'Writes a flexi scheme in its canonical form, without the defaults.';

CREATE FUNCTION flexi_scheme_recv(internal) RETURNS flexi_scheme
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_recv'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION flexi_scheme_recv(internal) IS
'Reads a flexi scheme in binary form: a version (22P03), and the text form.';

CREATE FUNCTION flexi_scheme_send(flexi_scheme) RETURNS bytea
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_send'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION flexi_scheme_send(flexi_scheme) IS
'Writes a flexi scheme in binary form.';

CREATE TYPE flexi_scheme (
	INPUT = flexi_scheme_in,
	OUTPUT = flexi_scheme_out,
	RECEIVE = flexi_scheme_recv,
	SEND = flexi_scheme_send,
	INTERNALLENGTH = 220,
	ALIGNMENT = int4
);
COMMENT ON TYPE flexi_scheme IS
	'The rules of flexi-time, as a value. Example: bandwidth=07:30-19:00; '
	'core=10:00-12:00,14:00-16:00; lunch=12:00-14:00 least 30 min; block=5 min; day=7:24; '
	'cap=12:00/4:00. The empty text is the scheme of document 004 (FX-1 to FX-6).';

CREATE FUNCTION flexi_scheme_cmp(flexi_scheme, flexi_scheme) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_cmp'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_cmp(flexi_scheme, flexi_scheme) IS
'Order of two schemes: -1, 0 or 1; it says nothing about hours.';

CREATE FUNCTION flexi_scheme_lt(flexi_scheme, flexi_scheme) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_lt'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_lt(flexi_scheme, flexi_scheme) IS
'An order of schemes. Behind the operator <.';

CREATE FUNCTION flexi_scheme_le(flexi_scheme, flexi_scheme) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_le'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_le(flexi_scheme, flexi_scheme) IS
'An order of schemes. Behind the operator <=.';

CREATE FUNCTION flexi_scheme_eq(flexi_scheme, flexi_scheme) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_eq'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_eq(flexi_scheme, flexi_scheme) IS
'Do two schemes say the same? Behind the operator =.';

CREATE FUNCTION flexi_scheme_ne(flexi_scheme, flexi_scheme) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_ne'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_ne(flexi_scheme, flexi_scheme) IS
'Do two schemes differ? Behind the operator <>.';

CREATE FUNCTION flexi_scheme_ge(flexi_scheme, flexi_scheme) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_ge'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_ge(flexi_scheme, flexi_scheme) IS
'An order of schemes. Behind the operator >=.';

CREATE FUNCTION flexi_scheme_gt(flexi_scheme, flexi_scheme) RETURNS boolean
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_gt'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_gt(flexi_scheme, flexi_scheme) IS
'An order of schemes. Behind the operator >.';

CREATE FUNCTION flexi_scheme_hash(flexi_scheme) RETURNS integer
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_hash'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_hash(flexi_scheme) IS
'Hash of a scheme, for joins, grouping and hash indexes.';

CREATE FUNCTION flexi_scheme_hash_extended(flexi_scheme, bigint) RETURNS bigint
	AS 'MODULE_PATHNAME', 'bradford_flexi_scheme_hash_extended'
	LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_scheme_hash_extended(flexi_scheme, bigint) IS
'Hash of a scheme with a seed, for hash partitioning.';

CREATE OPERATOR = (
	LEFTARG = flexi_scheme, RIGHTARG = flexi_scheme, FUNCTION = flexi_scheme_eq,
	COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES
);
COMMENT ON OPERATOR = (flexi_scheme, flexi_scheme) IS
'Two schemes say the same.';

CREATE OPERATOR <> (
	LEFTARG = flexi_scheme, RIGHTARG = flexi_scheme, FUNCTION = flexi_scheme_ne,
	COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (flexi_scheme, flexi_scheme) IS
'Two schemes differ.';

CREATE OPERATOR < (
	LEFTARG = flexi_scheme, RIGHTARG = flexi_scheme, FUNCTION = flexi_scheme_lt,
	COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (flexi_scheme, flexi_scheme) IS
'An order of schemes; it says nothing about hours.';

CREATE OPERATOR <= (
	LEFTARG = flexi_scheme, RIGHTARG = flexi_scheme, FUNCTION = flexi_scheme_le,
	COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (flexi_scheme, flexi_scheme) IS
'An order of schemes; it says nothing about hours.';

CREATE OPERATOR >= (
	LEFTARG = flexi_scheme, RIGHTARG = flexi_scheme, FUNCTION = flexi_scheme_ge,
	COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (flexi_scheme, flexi_scheme) IS
'An order of schemes; it says nothing about hours.';

CREATE OPERATOR > (
	LEFTARG = flexi_scheme, RIGHTARG = flexi_scheme, FUNCTION = flexi_scheme_gt,
	COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (flexi_scheme, flexi_scheme) IS
'An order of schemes; it says nothing about hours.';

CREATE OPERATOR FAMILY flexi_scheme_ops USING btree;
COMMENT ON OPERATOR FAMILY flexi_scheme_ops USING btree IS
'Order of flexi schemes for sorting, DISTINCT and B-trees.';
CREATE OPERATOR CLASS flexi_scheme_ops DEFAULT FOR TYPE flexi_scheme
	USING btree FAMILY flexi_scheme_ops AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 flexi_scheme_cmp(flexi_scheme, flexi_scheme);
COMMENT ON OPERATOR CLASS flexi_scheme_ops USING btree IS
'Order of flexi schemes for sorting, DISTINCT and B-trees.';

CREATE OPERATOR FAMILY flexi_scheme_ops USING hash;
COMMENT ON OPERATOR FAMILY flexi_scheme_ops USING hash IS
'Equality of flexi schemes by hashing.';
CREATE OPERATOR CLASS flexi_scheme_ops DEFAULT FOR TYPE flexi_scheme
	USING hash FAMILY flexi_scheme_ops AS
	OPERATOR 1 =,
	FUNCTION 1 flexi_scheme_hash(flexi_scheme),
	FUNCTION 2 flexi_scheme_hash_extended(flexi_scheme, bigint);
COMMENT ON OPERATOR CLASS flexi_scheme_ops USING hash IS
'Equality of flexi schemes by hashing.';

-- a day ------------------------------------------------------------------------

CREATE FUNCTION flexi_credit(worked tsmultirange, scheme flexi_scheme)
	RETURNS TABLE (day date, worked tsmultirange, attended interval, credited interval,
		cut_by_bandwidth interval, cut_by_lunch interval, cut_by_rounding interval,
		core_missed interval, core_missed_half interval, lunch_over interval, standard interval)
	AS 'MODULE_PATHNAME', 'bradford_flexi_credit'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50 ROWS 20;
COMMENT ON FUNCTION flexi_credit(tsmultirange, flexi_scheme) IS
	'What is credited on each day with attendance, and why the rest is not: attended = credited + '
	'the three cuts (FX-1 to FX-4). Local wall time; parallel entries count once. Infinite times '
	'are refused (22023), and more than 100,000 days (54000).';

CREATE FUNCTION flexi_credit(worked tsmultirange, during daterange, scheme flexi_scheme)
	RETURNS TABLE (day date, worked tsmultirange, attended interval, credited interval,
		cut_by_bandwidth interval, cut_by_lunch interval, cut_by_rounding interval,
		core_missed interval, core_missed_half interval, lunch_over interval, standard interval)
	AS 'MODULE_PATHNAME', 'bradford_flexi_credit_during'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50 ROWS 28;
COMMENT ON FUNCTION flexi_credit(tsmultirange, daterange, flexi_scheme) IS
	'flexi_credit() for each day of the range; a day without attendance misses its core time '
	'(FX-2). Refused: infinite times or days (22023), more than 100,000 days (54000).';

CREATE FUNCTION flexi_period(day date, scheme flexi_scheme) RETURNS daterange
	AS 'MODULE_PATHNAME', 'bradford_flexi_period'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION flexi_period(date, flexi_scheme) IS
	'The accounting period that holds the day (FX-5). Infinite days, and those at the ends of the '
	'date type, are refused (22008).';

CREATE FUNCTION flexi_terms(scheme flexi_scheme, OUT standard_hours interval,
		OUT credit_cap interval, OUT debit_cap interval, OUT credit_limit interval,
		OUT debit_limit interval, OUT leave interval, OUT leave_from_credit boolean,
		OUT debit_is_cut boolean)
	RETURNS record
	AS 'MODULE_PATHNAME', 'bradford_flexi_terms'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5;
COMMENT ON FUNCTION flexi_terms(flexi_scheme) IS
	'The hours of a scheme as plain values: standard hours of a period (NULL: by day), caps at the '
	'carry, limits inside a period, flexi-leave of a period (NULL: unlimited). A day counts as the '
	'standard day, averaged over the days of the week that have one (FX-5 to FX-7).';

-- a balance --------------------------------------------------------------------
--
-- The cap applies at each carry. So periods must come in order, and two states cannot
-- be combined. PostgreSQL never splits such an aggregate and never ships its state.

CREATE TYPE flexi_account AS (
	brought_forward interval, credited interval, standard interval, balance interval,
	carried interval, taken interval, beyond interval
);
COMMENT ON TYPE flexi_account IS
'A balance of flexi-time over one accounting period: the foot of the flexi-time sheet (FX-6).';
COMMENT ON COLUMN flexi_account.brought_forward IS
	'carried from the period before, or the opening balance';
COMMENT ON COLUMN flexi_account.credited IS 'hours credited in the period';
COMMENT ON COLUMN flexi_account.standard IS 'standard hours of the period';
COMMENT ON COLUMN flexi_account.balance IS 'brought_forward + credited - standard';
COMMENT ON COLUMN flexi_account.carried IS 'carried into the next period';
COMMENT ON COLUMN flexi_account.taken IS 'credit above the cap, which is lost';
COMMENT ON COLUMN flexi_account.beyond IS
'debit beyond the cap: carried all the same, or cut if the scheme says so';

CREATE FUNCTION flexi_balance_add(state internal, credited interval, standard interval,
		first_day date, scheme flexi_scheme)
	RETURNS internal
	AS 'MODULE_PATHNAME', 'bradford_flexi_balance_add'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_balance_add(internal, interval, interval, date, flexi_scheme) IS
'Adds an accounting period to the state of flexi_balance.';

CREATE FUNCTION flexi_balance_add(state internal, credited interval, standard interval,
		first_day date, opening interval, scheme flexi_scheme)
	RETURNS internal
	AS 'MODULE_PATHNAME', 'bradford_flexi_balance_add'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_balance_add(internal, interval, interval, date, interval, flexi_scheme) IS
'Adds an accounting period, with what is brought forward into it, to the state of flexi_balance.';

CREATE FUNCTION flexi_balance_final(state internal) RETURNS flexi_account
	AS 'MODULE_PATHNAME', 'bradford_flexi_balance_final'
	LANGUAGE C IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION flexi_balance_final(internal) IS
'The account after the latest period of a state.';

CREATE AGGREGATE flexi_balance(credited interval, standard interval, first_day date,
		scheme flexi_scheme) (
	SFUNC = flexi_balance_add,
	STYPE = internal,
	SSPACE = 128,
	FINALFUNC = flexi_balance_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE flexi_balance(interval, interval, date, flexi_scheme) IS
	'The account of the latest accounting period; over a running window, that of each (FX-6). '
	'Write ORDER BY first_day. NULL hours make the balance unknown from there on. '
	'Refused: periods out of order, days and months in hours (22023), a NULL scheme (22004).';

CREATE AGGREGATE flexi_balance(credited interval, standard interval, first_day date,
		opening interval, scheme flexi_scheme) (
	SFUNC = flexi_balance_add,
	STYPE = internal,
	SSPACE = 128,
	FINALFUNC = flexi_balance_final,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE flexi_balance(interval, interval, date, interval, flexi_scheme) IS
	'flexi_balance() with an opening balance. If it is not NULL, the period brings it forward '
	'instead of what was carried before (FX-6).';

