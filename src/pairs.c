/*
 * pairs.c
 *	  The text form of a value that states a policy: "key=value" pairs.
 */
#include "pairs.h"

#include "parser/scansup.h"

/* more than anybody writes, and short enough for every loop over it */
#define MOST_TEXT	10000

#define REFUSE_PAIRS(escontext, sqlstate, message, detail, hint) \
	ereturn(escontext, false, (errcode(sqlstate), message, detail, hint))

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

static char *
names_of_keys(const PairsType *type)
{
	StringInfoData names;
	int			i;

	initStringInfo(&names);
	for (i = 0; i < type->nkeys; i++)
		appendStringInfo(&names, "%s%s", i == 0 ? "" : i < type->nkeys - 1 ? ", " : " and ",
						 type->keys[i].name);
	return names.data;
}

static bool
read_pair(const PairsType *type, void *value, char *pair, uint32 *seen, Node *escontext)
{
	char	   *equals = strchr(pair, '=');
	char	   *key;
	char	   *text;
	int			which;

	if (equals == NULL)
		REFUSE_PAIRS(escontext, ERRCODE_INVALID_TEXT_REPRESENTATION,
					 errmsg("a part of a %s has no value: \"%s\"", type->name,
							quoted_part(pair, strlen(pair))),
					 errdetail("A %s is key=value pairs separated by semicolons.", type->name),
					 errhint("Write for instance %s.", type->example));
	*equals = '\0';
	key = trim(pair);
	text = trim(equals + 1);

	for (which = 0; which < type->nkeys; which++)
	{
		if (pg_strcasecmp(key, type->keys[which].name) == 0)
			break;
	}
	if (which == type->nkeys)
		REFUSE_PAIRS(escontext, ERRCODE_INVALID_PARAMETER_VALUE,
					 errmsg("unknown key in a %s: \"%s\"", type->name, quoted_part(key, strlen(key))),
					 errdetail("The keys are %s.", names_of_keys(type)),
					 errhint("Write for instance %s.", type->example));
	if (*seen & (1U << which))
		REFUSE_PAIRS(escontext, ERRCODE_INVALID_PARAMETER_VALUE,
					 errmsg("a %s names a key twice: \"%s\"", type->name, key),
					 errdetail("Each key may be written once."),
					 errhint("Leave one of the two out."));
	*seen |= 1U << which;
	if (!type->keys[which].read(value, text))
		REFUSE_PAIRS(escontext, ERRCODE_INVALID_PARAMETER_VALUE,
					 errmsg("invalid %s in a %s: \"%s\"", type->keys[which].name, type->name,
							quoted_part(text, strlen(text))),
					 errdetail("%s", type->keys[which].limit),
					 errhint("Write for instance %s", type->keys[which].example));
	return true;
}

bool
read_pairs(const PairsType *type, void *value, const char *text, Node *escontext)
{
	uint32		seen = 0;
	char	   *rest;

	Assert(type->nkeys <= 32);
	if (strlen(text) > MOST_TEXT)
		REFUSE_PAIRS(escontext, ERRCODE_PROGRAM_LIMIT_EXCEEDED,
					 errmsg("a %s is too long: %zu bytes", type->name, strlen(text)),
					 errdetail("The limit is %d bytes.", MOST_TEXT),
					 errhint("Write each key once, without its default."));
	rest = pstrdup(text);
	while (rest != NULL)
	{
		char	   *pair = rest;

		rest = strchr(pair, ';');
		if (rest != NULL)
			*rest++ = '\0';
		pair = trim(pair);
		/* an empty piece is harmless: '', or a semicolon at the end */
		if (*pair != '\0' && !read_pair(type, value, pair, &seen, escontext))
			return false;
	}
	return true;
}

char *
write_pairs(const PairsType *type, const void *value, const void *defaults)
{
	StringInfoData text;
	StringInfoData written;
	StringInfoData plain;
	int			i;

	initStringInfo(&text);
	initStringInfo(&written);
	initStringInfo(&plain);
	for (i = 0; i < type->nkeys; i++)
	{
		const PairsKey *key = &type->keys[i];

		resetStringInfo(&written);
		resetStringInfo(&plain);
		key->write(&written, value);
		key->write(&plain, defaults);
		if (strcmp(written.data, plain.data) != 0)
			appendStringInfo(&text, "%s%s=%s", text.len > 0 ? "; " : "", key->name, written.data);
	}
	return text.data;
}
