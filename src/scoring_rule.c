/*
 * scoring_rule.c
 *	  The type bradford.scoring_rule: how a score is counted, as a value.
 *
 * Stored as the struct ScoringRule of core/score.h, 16 bytes; the text form is
 * "key=value" pairs separated by semicolons.
 */
#include "scoring_rule.h"

#include <ctype.h>

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "parser/scansup.h"

#include "pairs.h"

#define DEFAULT_MONTHS	12		/* BF-1: a rolling 12 months */

static const char *const edge_words[] = {"clip", "whole", "inside"};
static const char *const days_words[] = {"calendar", "working", "span"};
static const char *const bridge_words[] = {"touching", "working"};

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
 * Readers of the values of keys.  Each reads the whole value, and returns
 * false if the key has no such value.
 */

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
 * Reads the window itself, since interval_in() depends on IntervalStyle and
 * takes hours.
 */
static bool
read_window(void *value, const char *text)
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
	ScoringRule *rule = value;
	const char *p = text;
	int64		months = 0;
	int64		days = 0;

	while (*p != '\0')
	{
		int64		count;
		size_t		length = 0;
		int			i;

		if (!read_count(&p, &count))
			return false;
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
			return false;
		months += count * units[i].months;
		days += count * units[i].days;
		if (months > PG_INT32_MAX || days > PG_INT32_MAX)
			return false;
		p += length;
		while (scanner_isspace(*p))
			p++;
	}
	if (months == 0 && days == 0)
		return false;
	rule->months = (int32) months;
	rule->days = (int32) days;
	return true;
}

static bool
read_minimum(void *value, const char *text)
{
	ScoringRule *rule = value;
	int64		minimum;

	if (!read_count(&text, &minimum) || *text != '\0' || minimum < 1)
		return false;
	rule->minimum = (int32) minimum;
	return true;
}

static bool
read_word(uint8 *word, const char *const *words, int nwords, const char *text)
{
	int			i;

	for (i = 0; i < nwords; i++)
	{
		if (pg_strcasecmp(text, words[i]) == 0)
		{
			*word = (uint8) i;
			return true;
		}
	}
	return false;
}

static bool
read_edge(void *value, const char *text)
{
	return read_word(&((ScoringRule *) value)->edge, edge_words, lengthof(edge_words), text);
}

static bool
read_days(void *value, const char *text)
{
	return read_word(&((ScoringRule *) value)->count, days_words, lengthof(days_words), text);
}

static bool
read_bridge(void *value, const char *text)
{
	return read_word(&((ScoringRule *) value)->bridge, bridge_words, lengthof(bridge_words), text);
}

static void
append_count(StringInfo out, int32 count, const char *unit)
{
	appendStringInfo(out, "%s%d %s%s", out->len > 0 ? " " : "", count, unit, count == 1 ? "" : "s");
}

static void
write_window(StringInfo out, const void *value)
{
	const ScoringRule *rule = value;

	if (rule->months > 0)
		append_count(out, rule->months, "month");
	if (rule->days > 0)
		append_count(out, rule->days, "day");
}

static void
write_edge(StringInfo out, const void *value)
{
	appendStringInfoString(out, edge_words[((const ScoringRule *) value)->edge]);
}

static void
write_days(StringInfo out, const void *value)
{
	appendStringInfoString(out, days_words[((const ScoringRule *) value)->count]);
}

static void
write_bridge(StringInfo out, const void *value)
{
	appendStringInfoString(out, bridge_words[((const ScoringRule *) value)->bridge]);
}

static void
write_minimum(StringInfo out, const void *value)
{
	appendStringInfo(out, "%d", ((const ScoringRule *) value)->minimum);
}

static const PairsKey keys[] =
{
	{"window", read_window, write_window,
		"A window is a positive number of years, months, weeks or days, or several of them added up, to at most 2147483647 months and 2147483647 days.",
	"window=12 months, window=52 weeks or window=364 days."},
	{"edge", read_edge, write_edge,
		"An edge is clip, whole or inside.",
	"edge=clip."},
	{"days", read_days, write_days,
		"Days are calendar, working or span.",
	"days=calendar."},
	{"bridge", read_bridge, write_bridge,
		"A bridge is touching or working.",
	"bridge=touching."},
	{"minimum", read_minimum, write_minimum,
		"A minimum is a whole number of counted days from 1 to 2147483647.",
	"minimum=4 to leave out spells of fewer than four counted days."},
};

static const PairsType rule_type = {"scoring rule", "window=52 weeks; days=working", keys, lengthof(keys)};

PG_FUNCTION_INFO_V1(bradford_scoring_rule_in);
Datum
bradford_scoring_rule_in(PG_FUNCTION_ARGS)
{
	ScoringRule *rule = palloc(sizeof(ScoringRule));

	*rule = default_rule();
	if (!read_pairs(&rule_type, rule, PG_GETARG_CSTRING(0), fcinfo->context))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(rule);
}

PG_FUNCTION_INFO_V1(bradford_scoring_rule_out);
Datum
bradford_scoring_rule_out(PG_FUNCTION_ARGS)
{
	ScoringRule defaults = default_rule();

	PG_RETURN_CSTRING(write_pairs(&rule_type, PG_GETARG_SCORING_RULE(0), &defaults));
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

	if (rule->months < 0 || rule->days < 0 || (rule->months == 0 && rule->days == 0) ||
		rule->minimum < 1 || rule->edge >= lengthof(edge_words) ||
		rule->count >= lengthof(days_words) || rule->bridge >= lengthof(bridge_words))
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

ORDER_FUNCTIONS(scoring_rule, compare_rules)

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
