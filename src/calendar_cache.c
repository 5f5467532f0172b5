/*
 * calendar_cache.c
 *	  Calendars spread over the known days, and kept.
 *
 * Expansions are a pure function of the value, so keeping them for the life of
 * the backend changes no answer.  Together they take a limited number of
 * bytes.  A clock as in a buffer pool decides which one goes: it passes by
 * those used since its last round.
 */
#include "bradford.h"

#include "miscadmin.h"
#include "nodes/primnodes.h"
#include "utils/memutils.h"

#include "calendar.h"
#include "calendar_cache.h"

/* some two thousand calendars of ordinary length */
#define CACHE_SIZE	((Size) 32 * 1024 * 1024)

typedef struct CalendarKey
{
	uint64		hash;
	size_t		size;			/* of the text */
	const char *text;
} CalendarKey;

/* The text follows the days, in one allocation. */
typedef struct Expansion
{
	CalendarKey key;
	WorkingDays *days;
	bool		used;			/* since the clock last passed */
	char		status;
} Expansion;

static inline bool
same_key(const CalendarKey *a, const CalendarKey *b)
{
	return a->hash == b->hash && a->size == b->size && memcmp(a->text, b->text, a->size) == 0;
}

#define SH_PREFIX expansions
#define SH_ELEMENT_TYPE Expansion
#define SH_KEY_TYPE CalendarKey
#define SH_KEY key
#define SH_HASH_KEY(table, key) ((uint32) (key).hash)
#define SH_EQUAL(table, a, b) same_key(&(a), &(b))
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

uint64		calendar_generation = 1;

static MemoryContext cache_context = NULL;
static expansions_hash *expansions = NULL;
static expansions_iterator the_clock;

/* the one expansion that is too large to be kept */
static WorkingDays *passing = NULL;

static void
begin_cache(void)
{
	if (cache_context == NULL)
		cache_context = AllocSetContextCreate(TopMemoryContext, "bradford calendars",
											  ALLOCSET_DEFAULT_SIZES);
	if (passing == NULL)
		passing = MemoryContextAlloc(cache_context, sizeof(WorkingDays));
	if (expansions == NULL)
	{
		expansions = expansions_create(cache_context, 32, NULL);
		expansions_start_iterate(expansions, &the_clock);
	}
}

/* frees one expansion; there is at least one */
static void
evict(void)
{
	Expansion  *expansion;
	WorkingDays *days;

	for (;;)
	{
		expansion = expansions_iterate(expansions, &the_clock);
		if (expansion == NULL)
			expansions_start_iterate(expansions, &the_clock);
		else if (expansion->used)
			expansion->used = false;
		else
			break;
	}
	days = expansion->days;
	calendar_generation++;
	expansions_delete_item(expansions, expansion);
	pfree(days);
}

/* the days of a value; the parsed value is left in the current context too */
static WorkingDays *
spread(struct varlena *value)
{
	WorkingDays *days = palloc0(sizeof(WorkingDays));
	CalendarParts parts;
	int			i = 0;

	calendar_to_parts(value, &parts);
	while (i < parts.n)
	{
		int			end = i + parts_abreast(&parts.part[i], parts.n - i);
		int32		last = last_day_of_part(&parts.part[i], end - i, parts.n - i);

		for (; i < end; i++)
		{
			CHECK_FOR_INTERRUPTS();
			spread_part(days, &parts.part[i], last);
		}
	}
	count_working_days(days);
	return days;
}

/* is there room for this many more bytes? */
static bool
has_room(Size size)
{
	return MemoryContextMemAllocated(cache_context, false) + size <= CACHE_SIZE;
}

/*
 * Keeps a copy of the days of a calendar that is not in the cache.  One that
 * is too large for it stays good until the next that is too large.
 */
static const WorkingDays *
keep(CalendarKey key, const WorkingDays *days)
{
	Size		size = sizeof(WorkingDays) + key.size;
	WorkingDays *kept = NULL;
	Expansion  *expansion;
	bool		found;

	if (size <= CACHE_SIZE)
		while (expansions->members > 0 && !has_room(size))
			evict();
	expansion = expansions_insert(expansions, key, &found);
	if (has_room(size))
		kept = MemoryContextAllocExtended(cache_context, size, MCXT_ALLOC_NO_OOM);
	if (kept == NULL)
	{
		expansions_delete_item(expansions, expansion);
		calendar_generation++;
		*passing = *days;
		return passing;
	}
	*kept = *days;
	expansion->key.text = memcpy((char *) (kept + 1), key.text, key.size);
	expansion->days = kept;
	expansion->used = false;
	return kept;
}

/* not inlined, so that a probe that finds its value makes no room for this */
static pg_noinline const WorkingDays *
expand(struct varlena *value, CalendarKey key)
{
	MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext,
												  "bradford calendar parts",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(scratch);
	const WorkingDays *days;

	begin_cache();
	days = keep(key, spread(value));
	MemoryContextSwitchTo(caller);
	MemoryContextDelete(scratch);
	return days;
}

static pg_attribute_always_inline const WorkingDays *
find_days(struct varlena *value)
{
	CalendarKey key;
	Expansion  *expansion;

	memcpy(&key.hash, VARDATA_ANY(value), sizeof(key.hash));
	key.size = CALENDAR_TEXT_SIZE(value);
	key.text = CALENDAR_TEXT(value);
	if (likely(expansions != NULL))
	{
		expansion = expansions_lookup(expansions, key);
		if (likely(expansion != NULL))
		{
			expansion->used = true;
			return expansion->days;
		}
	}
	return expand(value, key);
}

/* a value as it is in its row, detoasted if it is compressed or stored elsewhere */
static inline struct varlena *
value_of(Datum datum)
{
	struct varlena *value = (struct varlena *) DatumGetPointer(datum);

	if (unlikely(VARATT_IS_COMPRESSED(value) || VARATT_IS_EXTERNAL(value)))
		return pg_detoast_datum_packed(value);
	return value;
}

const WorkingDays *
calendar_expand(Datum calendar)
{
	return find_days(value_of(calendar));
}

/*
 * Only a constant of the query may be remembered.  get_fn_expr_arg_stable()
 * will not do: it is also true of a parameter, and a PL/pgSQL expression keeps
 * its fn_extra from one value of a variable to the next.
 */
static bool
argument_is_constant(FmgrInfo *flinfo, int argument)
{
	List	   *arguments;

	if (flinfo->fn_expr == NULL || !IsA(flinfo->fn_expr, FuncExpr))
		return false;
	arguments = ((FuncExpr *) flinfo->fn_expr)->args;
	return argument < list_length(arguments) && IsA(list_nth(arguments, argument), Const);
}

const WorkingDays *
calendar_remember(FunctionCallInfo fcinfo, int argument)
{
	static RememberedCalendar varies = {0, NULL};
	RememberedCalendar *remembered = fcinfo->flinfo->fn_extra;
	const WorkingDays *days = find_days(value_of(PG_GETARG_DATUM(argument)));

	if (remembered == NULL)
	{
		remembered = &varies;
		if (argument_is_constant(fcinfo->flinfo, argument))
			remembered = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt,
												sizeof(RememberedCalendar));
		fcinfo->flinfo->fn_extra = remembered;
	}
	if (remembered != &varies)
	{
		remembered->generation = calendar_generation;
		remembered->days = days;
	}
	return days;
}
