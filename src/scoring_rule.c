/*
 * scoring_rule.c
 *	  The type bradford.scoring_rule: how a score is counted, as a value.
 *
 * Stored as the struct ScoringRule of core/score.h, 16 bytes; the text form is
 * "key=value" pairs separated by semicolons.
 */
#include "bradford.h"

#include <ctype.h>

#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "parser/scansup.h"

#include "scoring_rule.h"

#define DEFAULT_MONTHS	12		/* BF-1: a rolling 12 months */

static const char *const edge_words[] = {"clip", "whole", "inside"};
static const char *const days_words[] = {"calendar", "working", "span"};
static const char *const bridge_words[] = {"touching", "working"};

/* The keys whose value is one of a few words; the others are numbers. */
static const struct
{
	const char *key;
	const char *const *words;
	int			nwords;
	size_t		offset;			/* of the byte in ScoringRule */
}			word_keys[] =

{
	{"edge", edge_words, lengthof(edge_words), offsetof(ScoringRule, edge)},
	{"days", days_words, lengthof(days_words), offsetof(ScoringRule, count)},
	{"bridge", bridge_words, lengthof(bridge_words), offsetof(ScoringRule, bridge)},
};

static ScoringRule
default_rule(void)
{
	ScoringRule rule;

	memset(&rule, 0, sizeof(rule));
	rule.months = DEFAULT_MONTHS;
	rule.minimum = 1;
	return rule;
}

/*
 * Every reader below returns false after a refusal that the caller of the input
 * function saves instead of having it thrown.
 */
#define REFUSE_RULE(escontext, sqlstate, message, detail, hint) \
	ereturn(escontext, false, (errcode(sqlstate), message, detail, hint))

static bool
refuse_window(const char *value, Node *escontext)
{
	REFUSE_RULE(escontext, ERRCODE_INVALID_PARAMETER_VALUE,
				errmsg("invalid window in a scoring rule: \"%s\"", value),
				errdetail("A window is a positive number of years, months, weeks or days, or several of them added up, to at most %d months and %d days.",
						  PG_INT32_MAX, PG_INT32_MAX),
				errhint("Write for instance window=12 months, window=52 weeks or window=364 days."));
}

/*
 * Reads the digits of a whole number; false if there are none or too many.
 * Leaves *p behind them.
 */
static bool
read_count(const char **p, int64 *count)
{
	const char *start = *p;

	*count = 0;
	while (isdigit((unsigned char) **p))
	{
		*count = *count * 10 + (**p - '0');
		if (*count > PG_INT32_MAX)
			return false;
		(*p)++;
	}
	return *p > start;
}

/*
 * The window is read here and not by interval_in(), whose reading depends on
 * IntervalStyle and which takes hours.
 */
static bool
read_window(ScoringRule *rule, const char *value, Node *escontext)
{
	static const struct
	{
		const char *word;
		int			months;
		int			days;
	}			units[] =

	{
		{"year", 12, 0}, {"month", 1, 0}, {"mon", 1, 0}, {"week", 0, 7}, {"day", 0, 1},
	};
	const char *p = value;
	int64		months = 0;
	int64		days = 0;

	while (*p != '\0')
	{
		int64		count;
		size_t		length = 0;
		int			i;

		if (!read_count(&p, &count))
			return refuse_window(value, escontext);
		while (scanner_isspace(*p))
			p++;
		while (isalpha((unsigned char) p[length]))
			length++;
		for (i = 0; i < lengthof(units); i++)
		{
			size_t		unit = strlen(units[i].word);

			if (pg_strncasecmp(p, units[i].word, unit) == 0 &&
				(length == unit ||
				 (length == unit + 1 && pg_tolower((unsigned char) p[unit]) == 's')))
				break;
		}
		if (i == lengthof(units))
			return refuse_window(value, escontext);
		months += count * units[i].months;
		days += count * units[i].days;
		if (months > PG_INT32_MAX || days > PG_INT32_MAX)
			return refuse_window(value, escontext);
		p += length;
		while (scanner_isspace(*p))
			p++;
	}
	if (months == 0 && days == 0)
		return refuse_window(value, escontext);
	rule->months = (int32) months;
	rule->days = (int32) days;
	return true;
}

static bool
read_minimum(ScoringRule *rule, const char *value, Node *escontext)
{
	const char *p = value;
	int64		minimum;

	if (!read_count(&p, &minimum) || *p != '\0' || minimum < 1)
		REFUSE_RULE(escontext, ERRCODE_INVALID_PARAMETER_VALUE,
					errmsg("invalid minimum in a scoring rule: \"%s\"", value),
					errdetail("A minimum is a whole number of counted days from 1 to %d.", PG_INT32_MAX),
					errhint("Write for instance minimum=4 to leave out spells of fewer than four counted days."));
	rule->minimum = (int32) minimum;
	return true;
}

static bool
read_word(ScoringRule *rule, int which, const char *value, Node *escontext)
{
	StringInfoData allowed;
	int			i;

	for (i = 0; i < word_keys[which].nwords; i++)
	{
		if (pg_strcasecmp(value, word_keys[which].words[i]) == 0)
		{
			((uint8 *) rule)[word_keys[which].offset] = (uint8) i;
			return true;
		}
	}

	initStringInfo(&allowed);
	for (i = 0; i < word_keys[which].nwords; i++)
		appendStringInfo(&allowed, "%s%s", i > 0 ? ", " : "", word_keys[which].words[i]);
	REFUSE_RULE(escontext, ERRCODE_INVALID_PARAMETER_VALUE,
				errmsg("invalid %s in a scoring rule: \"%s\"", word_keys[which].key, value),
				errdetail("Allowed are: %s.", allowed.data),
				errhint("Write for instance %s=%s.", word_keys[which].key, word_keys[which].words[0]));
}

/* cuts white space off both ends, in place */
static char *
trim(char *text)
{
	char	   *end = text + strlen(text);

	while (scanner_isspace(*text))
		text++;
	while (end > text && scanner_isspace(end[-1]))
		end--;
	*end = '\0';
	return text;
}

/* bits of "seen" beyond those of word_keys */
#define WINDOW_KEY	lengthof(word_keys)
#define MINIMUM_KEY	(lengthof(word_keys) + 1)

static bool
read_pair(ScoringRule *rule, char *pair, uint32 *seen, Node *escontext)
{
	char	   *equals = strchr(pair, '=');
	char	   *key;
	char	   *value;
	int			which;

	if (equals == NULL)
		REFUSE_RULE(escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
					errmsg("a part of a scoring rule has no value: \"%s\"", pair),
					errdetail("A scoring rule is key=value pairs separated by semicolons."),
					errhint("Write for instance days=working; bridge=working."));
	*equals = '\0';
	key = trim(pair);
	value = trim(equals + 1);

	for (which = 0; which < lengthof(word_keys); which++)
	{
		if (pg_strcasecmp(key, word_keys[which].key) == 0)
			break;
	}
	if (which == lengthof(word_keys))
	{
		if (pg_strcasecmp(key, "window") == 0)
			which = WINDOW_KEY;
		else if (pg_strcasecmp(key, "minimum") == 0)
			which = MINIMUM_KEY;
		else
			REFUSE_RULE(escontext, ERRCODE_INVALID_PARAMETER_VALUE,
						errmsg("unknown key in a scoring rule: \"%s\"", key),
						errdetail("The keys are window, edge, days, bridge and minimum."),
						errhint("Write for instance window=52 weeks; days=working."));
	}

	if (*seen & (1U << which))
		REFUSE_RULE(escontext, ERRCODE_INVALID_PARAMETER_VALUE,
					errmsg("a scoring rule names a key twice: \"%s\"", key),
					errdetail("Each key may stand once."),
					errhint("Leave one of the two out."));
	*seen |= 1U << which;

	if (which == WINDOW_KEY)
		return read_window(rule, value, escontext);
	if (which == MINIMUM_KEY)
		return read_minimum(rule, value, escontext);
	return read_word(rule, which, value, escontext);
}

/* all that anybody writes, and so little that no loop over it is long */
#define MAX_RULE_TEXT	10000

static bool
read_rule(ScoringRule *rule, char *text, Node *escontext)
{
	uint32		seen = 0;
	char	   *rest = text;

	if (strlen(text) > MAX_RULE_TEXT)
		REFUSE_RULE(escontext, ERRCODE_PROGRAM_LIMIT_EXCEEDED,
					errmsg("a scoring rule is too long: %zu bytes", strlen(text)),
					errdetail("The limit is %d bytes.", MAX_RULE_TEXT),
					errhint("Write each key once, without its default."));
	*rule = default_rule();
	while (rest != NULL)
	{
		char	   *pair = rest;

		rest = strchr(pair, ';');
		if (rest != NULL)
			*rest++ = '\0';
		pair = trim(pair);
		/* an empty piece is harmless: '', or a semicolon at the end */
		if (*pair != '\0' && !read_pair(rule, pair, &seen, escontext))
			return false;
	}
	return true;
}

PG_FUNCTION_INFO_V1(bradford_scoring_rule_in);
Datum
bradford_scoring_rule_in(PG_FUNCTION_ARGS)
{
	ScoringRule *rule = palloc(sizeof(ScoringRule));

	if (!read_rule(rule, pstrdup(PG_GETARG_CSTRING(0)), fcinfo->context))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(rule);
}

static void
append_pair(StringInfo text, const char *key, const char *value)
{
	appendStringInfo(text, "%s%s=%s", text->len > 0 ? "; " : "", key, value);
}

static const char *
counted(int32 count, const char *unit)
{
	return psprintf("%d %s%s", count, unit, count == 1 ? "" : "s");
}

PG_FUNCTION_INFO_V1(bradford_scoring_rule_out);
Datum
bradford_scoring_rule_out(PG_FUNCTION_ARGS)
{
	ScoringRule *rule = PG_GETARG_SCORING_RULE(0);
	ScoringRule plain = default_rule();
	StringInfoData text;
	int			i;

	initStringInfo(&text);
	if (rule->months != plain.months || rule->days != plain.days)
	{
		if (rule->days == 0)
			append_pair(&text, "window", counted(rule->months, "month"));
		else if (rule->months == 0)
			append_pair(&text, "window", counted(rule->days, "day"));
		else
			append_pair(&text, "window", psprintf("%s %s", counted(rule->months, "month"),
												  counted(rule->days, "day")));
	}
	for (i = 0; i < lengthof(word_keys); i++)
	{
		uint8		word = ((uint8 *) rule)[word_keys[i].offset];

		if (word != ((uint8 *) &plain)[word_keys[i].offset])
			append_pair(&text, word_keys[i].key, word_keys[i].words[word]);
	}
	if (rule->minimum != plain.minimum)
		append_pair(&text, "minimum", psprintf("%d", rule->minimum));
	PG_RETURN_CSTRING(text.data);
}

/* The binary form begins with its version, so that a later one can be told from it. */
#define RULE_VERSION	1

PG_FUNCTION_INFO_V1(bradford_scoring_rule_recv);
Datum
bradford_scoring_rule_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	ScoringRule *rule = palloc0(sizeof(ScoringRule));
	int			version = pq_getmsgbyte(buf);
	bool		valid;
	int			i;

	if (version != RULE_VERSION)
		REFUSE(ERRCODE_INVALID_BINARY_REPRESENTATION,
			   errmsg("unknown version of the binary form of scoring_rule: %d", version),
			   errdetail("This release reads version %d.", RULE_VERSION),
			   errhint("Send what scoring_rule_send wrote, or send the text form."));
	rule->months = pq_getmsgint(buf, 4);
	rule->days = pq_getmsgint(buf, 4);
	rule->minimum = pq_getmsgint(buf, 4);
	rule->edge = pq_getmsgbyte(buf);
	rule->count = pq_getmsgbyte(buf);
	rule->bridge = pq_getmsgbyte(buf);

	valid = rule->months >= 0 && rule->days >= 0 && (rule->months > 0 || rule->days > 0) &&
		rule->minimum >= 1;
	for (i = 0; i < lengthof(word_keys); i++)
		valid = valid && ((uint8 *) rule)[word_keys[i].offset] < word_keys[i].nwords;
	if (!valid)
		REFUSE(ERRCODE_INVALID_BINARY_REPRESENTATION,
			   errmsg("invalid scoring rule in binary form"),
			   errdetail("It has a window of %d months and %d days, a minimum of %d, and words %d, %d and %d.",
						 rule->months, rule->days, rule->minimum, rule->edge, rule->count, rule->bridge),
			   errhint("Send what scoring_rule_send wrote, or send the text form."));
	PG_RETURN_POINTER(rule);
}

PG_FUNCTION_INFO_V1(bradford_scoring_rule_send);
Datum
bradford_scoring_rule_send(PG_FUNCTION_ARGS)
{
	ScoringRule *rule = PG_GETARG_SCORING_RULE(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, RULE_VERSION);
	pq_sendint32(&buf, rule->months);
	pq_sendint32(&buf, rule->days);
	pq_sendint32(&buf, rule->minimum);
	pq_sendbyte(&buf, rule->edge);
	pq_sendbyte(&buf, rule->count);
	pq_sendbyte(&buf, rule->bridge);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/*
 * An order for sorting, DISTINCT and B-trees, by the keys in the order in which
 * they are printed; it says nothing about scores.
 */
static int
compare_rules(FunctionCallInfo fcinfo)
{
	const ScoringRule *a = PG_GETARG_SCORING_RULE(0);
	const ScoringRule *b = PG_GETARG_SCORING_RULE(1);
	int32		keys_a[] = {a->months, a->days, a->edge, a->count, a->bridge, a->minimum};
	int32		keys_b[] = {b->months, b->days, b->edge, b->count, b->bridge, b->minimum};
	int			i;

	for (i = 0; i < lengthof(keys_a); i++)
	{
		if (keys_a[i] != keys_b[i])
			return keys_a[i] < keys_b[i] ? -1 : 1;
	}
	return 0;
}

PG_FUNCTION_INFO_V1(bradford_scoring_rule_cmp);
Datum
bradford_scoring_rule_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(compare_rules(fcinfo));
}

PG_FUNCTION_INFO_V1(bradford_scoring_rule_lt);
Datum
bradford_scoring_rule_lt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_rules(fcinfo) < 0);
}

PG_FUNCTION_INFO_V1(bradford_scoring_rule_le);
Datum
bradford_scoring_rule_le(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_rules(fcinfo) <= 0);
}

PG_FUNCTION_INFO_V1(bradford_scoring_rule_eq);
Datum
bradford_scoring_rule_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_rules(fcinfo) == 0);
}

PG_FUNCTION_INFO_V1(bradford_scoring_rule_ne);
Datum
bradford_scoring_rule_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_rules(fcinfo) != 0);
}

PG_FUNCTION_INFO_V1(bradford_scoring_rule_ge);
Datum
bradford_scoring_rule_ge(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_rules(fcinfo) >= 0);
}

PG_FUNCTION_INFO_V1(bradford_scoring_rule_gt);
Datum
bradford_scoring_rule_gt(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(compare_rules(fcinfo) > 0);
}

/* Equal rules are equal bytes: a text is read into one form only. */
PG_FUNCTION_INFO_V1(bradford_scoring_rule_hash);
Datum
bradford_scoring_rule_hash(PG_FUNCTION_ARGS)
{
	return hash_any((unsigned char *) PG_GETARG_SCORING_RULE(0), sizeof(ScoringRule));
}

PG_FUNCTION_INFO_V1(bradford_scoring_rule_hash_extended);
Datum
bradford_scoring_rule_hash_extended(PG_FUNCTION_ARGS)
{
	return hash_any_extended((unsigned char *) PG_GETARG_SCORING_RULE(0), sizeof(ScoringRule),
							 PG_GETARG_INT64(1));
}
