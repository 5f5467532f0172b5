# bradford: Bradford scores, working-day deadlines and pro-rata pay in PostgreSQL
#
#   make, make install, make installcheck   the plain PGXS way, for people who have a server
#   make demo, make test, make bench        install what is missing, start a throwaway server, stop it again
#   make test-asan                          the longer tests do too: doc/testing.md

EXTENSION  = bradford
# what this tree builds, and what was released before it: scripts that never change again, and the
# updates between them
EXTVERSION = 1.1
RELEASED   = 1.0
PREVIOUS   = $(lastword $(RELEASED))
MODULE_big = bradford

top_src := $(patsubst %/,%,$(dir $(firstword $(MAKEFILE_LIST))))
ifneq ($(top_src),.)
VPATH := $(top_src)
OUT_OF_TREE := yes
endif

# The rings, innermost first: plain-C cores, then the fmgr shell.
CORES = \
	span \
	date \
	calendar holidays \
	score \
	flexitime \
	staffing \
	worktime

SHELL_FILES = \
	module date_text daterange \
	calendar calendar_parts calendar_text calendar_cache calendar_build calendar_over_time \
	working_days holidays \
	pairs scoring_rule spells score trigger rolling_score \
	deadline \
	number pay allocate pay_schedule annual_balance leave average_week \
	flexi_scheme flexi_credit flexi_balance \
	staffing \
	working_time \
	loading \
	stages pattern period

OBJS = $(CORES:%=src/core/%.o) $(SHELL_FILES:%=src/%.o)

# The SQL surface, one section a subject. The order is the order of need: a section names only what
# stands above it. The numbers also keep the sections apart from the tests, since pg_regress would
# take sql/score.sql for the test "score".
SQL_SECTIONS = \
	00-schema \
	01-usage \
	05-guard \
	10-calendar \
	20-score \
	30-deadline \
	40-pay \
	42-flexitime \
	43-staffing \
	43-working-time \
	45-rules \
	46-homework \
	47-loading \
	50-tables \
	52-access \
	55-stages \
	56-pattern \
	57-period
REPORT_SECTIONS = \
	58-columns \
	60-reports \
	62-access \
	65-told \
	75-history \
	80-retention
SQL_FILES = $(SQL_SECTIONS:%=$(top_src)/sql/%.sql)
REPORT_FILES = $(REPORT_SECTIONS:%=$(top_src)/sql/%.sql)

# The tables and reports: plain SQL over a schema that is written @hr@. Again in the order of need:
# a report reads only what stands above it. The extension carries them in the function hr_files(),
# after the sections that they use and before those that use them.
REPORTS = \
	policy_terms policy_in_force policy_warnings working_pattern contract_terms hours_over_time \
	counted_absence recorded_sickness absence_for_pay live_warning reporting_period \
	trigger_report score_breakdown_report score_history_report trigger_event_report \
	digest_report policy_comparison_report letter_report \
	hidden_group person_days_lost days_lost_report \
	return_to_work_report certificate_report long_term_report referral_report pattern_report \
	hours_account timesheet_report annual_hours_report pay_report full_month pay_difference_report \
	settlement_report \
	flexi_day flexi_balance_report flexi_sheet_report \
	working_time_person working_time_report \
	office_day office_attendance_report desk_report homework_due_report homework_case_report \
	homework_allowance_report output_report downtime_report \
	staff_on_duty slot_day slot_cover cover_report fill_rate_report \
	shift_day on_duty_since roster_person roster_request_day rostered_shift roster_variable roster_model \
	check_roster roster_fairness_report \
	deadline_report \
	absence_findings contract_findings case_findings flexi_findings \
	shift_findings working_time_findings homework_findings data_quality_report \
	known_otherwise retention_report
# what protect, record_trigger_events and forget run
COMMANDS = access history_access record_trigger_events \
	forget_choice forget forget_history
# what keep_history and create_known run, for each table, and the reports over the history
HISTORY = history_table history_rows history_triggers
KNOWN = known_at known
HISTORY_REPORTS = known_otherwise_history absence_history_report
HR_FILES = $(patsubst %,$(top_src)/sql/hr/%.sql,tables $(REPORTS) $(COMMANDS) $(HISTORY) $(KNOWN) \
	$(HISTORY_REPORTS))

SCRIPT = sql/$(EXTENSION)--$(EXTVERSION).sql
UPDATE = sql/$(EXTENSION)--$(PREVIOUS)--$(EXTVERSION).sql
DATA_built = $(SCRIPT) $(UPDATE)
DATA = $(filter-out $(DATA_built),$(patsubst $(top_src)/%,%,$(wildcard $(top_src)/sql/$(EXTENSION)--*.sql)))
DOCS = $(patsubst $(top_src)/%,%,$(wildcard $(top_src)/doc/*.md $(top_src)/doc/*.sql $(top_src)/doc/*.svg \
	$(top_src)/doc/*.psql))
EXTRA_CLEAN = $(DATA_built) results regression.diffs regression.out output_iso

PG_CPPFLAGS = -I$(top_src)/src -DBRADFORD_VERSION='"$(EXTVERSION)"'
PG_CFLAGS = -fvisibility=hidden

REGRESS = $(patsubst $(top_src)/test/sql/%.sql,%,$(sort $(wildcard $(top_src)/test/sql/*.sql)))
# of the database of the tests
ENCODING ?= UTF8
REGRESS_OPTS = --inputdir=$(top_src)/test --load-extension=$(EXTENSION) --encoding=$(ENCODING)

PG_CONFIG ?= pg_config
PGXS := $(wildcard $(shell $(PG_CONFIG) --pgxs 2>/dev/null))

# Several sessions in one test. Some packages bring PGXS without the tester.
ifneq ($(wildcard $(dir $(PGXS))../test/isolation/isolationtester*),)
ISOLATION = $(patsubst $(top_src)/test/specs/%.spec,%,$(sort $(wildcard $(top_src)/test/specs/*.spec)))
ISOLATION_OPTS = --inputdir=$(top_src)/test --outputdir=. --load-extension=$(EXTENSION) --encoding=$(ENCODING)
else
installcheck: no-specs
.PHONY: no-specs
no-specs:
	@echo "specs ... skipped: isolationtester is not installed"
endif

ifneq ($(PGXS),)
include $(PGXS)
else
all install installcheck:
	@echo "PostgreSQL's server headers are missing: install them (Debian, Ubuntu: postgresql-server-dev-NN), or set PG_CONFIG" >&2; exit 1
clean:
	rm -f $(OBJS) $(EXTRA_CLEAN)
endif

# The function that carries the tables and reports
HR_FUNCTION = sh $(top_src)/sql/hr-files tables $(top_src)/sql/hr/tables.sql \
	report $(REPORTS:%=$(top_src)/sql/hr/%.sql) \
	command $(COMMANDS:%=$(top_src)/sql/hr/%.sql) \
	history $(HISTORY:%=$(top_src)/sql/hr/%.sql) known $(KNOWN:%=$(top_src)/sql/hr/%.sql) \
	'history report' $(HISTORY_REPORTS:%=$(top_src)/sql/hr/%.sql)

$(SCRIPT): $(SQL_FILES) $(HR_FILES) $(top_src)/sql/hr-files $(REPORT_FILES) $(top_src)/Makefile
	@(printf '%s\n' '\echo Use "CREATE EXTENSION $(EXTENSION)" to load this file. \quit'; \
		cat $(SQL_FILES); $(HR_FUNCTION); cat $(REPORT_FILES)) > $@

# An update: what its own file says, and the tables and reports whole.
$(UPDATE): $(HR_FILES) $(top_src)/sql/hr-files $(top_src)/sql/00-schema.sql \
		$(top_src)/sql/$(PREVIOUS)--$(EXTVERSION).sql $(top_src)/sql/58-columns.sql $(top_src)/Makefile
	@(printf '%s\n' '\echo Use "ALTER EXTENSION $(EXTENSION) UPDATE" to load this file. \quit'; \
		cat $(top_src)/sql/00-schema.sql $(top_src)/sql/$(PREVIOUS)--$(EXTVERSION).sql; \
		$(HR_FUNCTION); cat $(top_src)/sql/58-columns.sql) > $@

$(OBJS): $(wildcard $(top_src)/src/*.h $(top_src)/src/core/*.h)

# A build outside the source tree finds only the sources there; with VPATH it would also take the
# objects that a build inside has left. It has neither src/ nor sql/ yet, and a rule on those names
# would find those of the source, so the rule is phony.
ifdef OUT_OF_TREE
srcdir := $(top_src)
VPATH :=
vpath %.c $(top_src)
vpath %.control $(top_src)
vpath %.md $(top_src)
$(OBJS) $(OBJS:.o=.bc) $(DATA_built): | vpath-dirs
.PHONY: vpath-dirs
vpath-dirs:
	@mkdir -p src/core sql
	@test -e expected || ln -s $(abspath $(top_src))/expected expected
endif

# The archive for PGXN, of what is committed. META.json has the version.
DISTVERSION = $(shell sed -n '1,/"version"/s/.*"version": "\(.*\)".*/\1/p' $(top_src)/META.json)
.PHONY: dist
dist:
	git -C $(top_src) archive --format=zip --prefix=$(EXTENSION)-$(DISTVERSION)/ \
		-o $(abspath $(EXTENSION)-$(DISTVERSION).zip) HEAD

.PHONY: demo test bench test-asan test-hostile test-places test-faults test-majors fuzz coverage mutation
demo:
	@'$(top_src)/test/demo/run'
test:
	@'$(top_src)/test/run'
test-asan:
	@'$(top_src)/test/asan'
test-hostile:
	@'$(top_src)/test/hostile' $(if $(SECONDS)$(SEED),'$(or $(SECONDS),120)') $(SEED)
test-faults:
	@'$(top_src)/test/faults/run' $(ROUNDS)
test-places:
	@'$(top_src)/test/places' $(PLACES)
test-majors:
	@'$(top_src)/test/majors' $(MAJORS)
fuzz:
	@'$(top_src)/test/fuzz/run' seconds='$(SECONDS)' targets='$(TARGETS)' merge='$(MERGE)' try='$(TRY)'
coverage:
	@'$(top_src)/test/coverage'
mutation:
	@'$(top_src)/test/mutation/run'
bench:
	@'$(top_src)/test/bench/run' '$(or $(EMPLOYEES),1000000)' '$(SUBJECTS)'
