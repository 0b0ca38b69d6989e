/* Findings of figures: each row is walked from its listed figures along what they rest on. A finding is raised once for
 * a node of a sheet, with the first period in which it holds. */
#include "run/findings.h"

const cm_finding_type cm_own_findings[CM_F_COUNT] = {
    [CM_F_MISSING_MONTHS] = {CM_TEXT("missing-months"),
                             CM_WARNING,
                             {CM_TEXT("年度数据不足十二个月，按现有月份计算；缺少"),
                              CM_TEXT(
                                  "the year has fewer than twelve months and is computed over those present; absent")}},
    [CM_F_NOT_IN_FORCE] = {CM_TEXT("edition-not-in-force"),
                           CM_WARNING,
                           {CM_TEXT("下列月份不在或不全在该版本的实施期内"),
                            CM_TEXT("the edition was not in force in these months, or not in all of their days")}},
    [CM_F_IMPLAUSIBLE_INPUT] = {CM_TEXT("implausible-input"),
                                CM_WARNING,
                                {CM_TEXT("数值超出合理范围"), CM_TEXT("the value is outside the plausible range")}},
    [CM_F_DECLARED_DEFAULT] = {CM_TEXT("declared-default"),
                               CM_INFO,
                               {CM_TEXT("台账注明为缺省值"), CM_TEXT("declared in the ledger as a default value")}},
    [CM_F_DECLARED_ESTIMATE] = {CM_TEXT("declared-estimate"),
                                CM_WARNING,
                                {CM_TEXT("台账注明为估算值"), CM_TEXT("declared in the ledger as an estimate")}},
    [CM_F_UNUSED_OBSERVATION] = {CM_TEXT("observation-unused"),
                                 CM_INFO,
                                 {CM_TEXT("该燃料或物料当期无消耗量，数值未采用"),
                                  CM_TEXT("not used: the fuel or material has no consumption in the period")}},
    [CM_F_SHARED] = {CM_TEXT("shared-by-output"),
                     CM_INFO,
                     {CM_TEXT("全厂计量值按熟料产量分摊"),
                      CM_TEXT("metered for the whole plant, shared among the lines by clinker output")}},
    [CM_F_DISPLAY_HIDES_LIMIT] = {CM_TEXT("display-hides-limit"),
                                  CM_WARNING,
                                  {CM_TEXT("修约后的显示值掩盖了限额的超越"),
                                   CM_TEXT("the displayed figure hides that the full value crosses a limit")}},
    [CM_F_OPTION] = {CM_TEXT("option-chosen"),
                     CM_INFO,
                     {CM_TEXT("采用非默认选项"), CM_TEXT("an option other than the default is chosen")}},
    [CM_F_OVERRIDE] = {CM_TEXT("override"),
                       CM_WARNING,
                       {CM_TEXT("因子被台账改写"), CM_TEXT("a factor is overridden by the ledger")}},
    [CM_F_OVERRIDE_UNUSED] = {CM_TEXT("override-unused"),
                              CM_INFO,
                              {CM_TEXT("改写的因子不属于本次计算的规则"),
                               CM_TEXT("an override of an edition that is not computed here")}},
    [CM_F_SINGLE_SOURCE] = {CM_TEXT("factor-single-source"),
                            CM_INFO,
                            {CM_TEXT("因子仅有单一来源"), CM_TEXT("the factor rests on a single source")}},
    [CM_F_ANALOGY] = {CM_TEXT("factor-analogy"),
                      CM_INFO,
                      {CM_TEXT("因子由同类文件类推"), CM_TEXT("the factor is taken by analogy from a sister text")}},
    [CM_F_UNVERIFIED] = {CM_TEXT("factor-unverified"),
                         CM_WARNING,
                         {CM_TEXT("因子未经核实"), CM_TEXT("the factor is unverified")}},
    [CM_F_OUT_OF_RANGE] = {CM_TEXT("result-out-of-range"),
                           CM_ERROR,
                           {CM_TEXT("计算结果超出数值范围"), CM_TEXT("a result is beyond the range of numbers")}},
};

cm_finding cm_finding_make(const cm_finding_type *type) {
  return (cm_finding){.severity = type->severity,
                      .code = type->code,
                      .label = type->label,
                      .edition = CM_NONE,
                      .line = CM_NONE,
                      .period = INT32_MIN,
                      .periods = 1,
                      .tuple = CM_NO_TUPLE,
                      .section = CM_NONE};
}

int cm_finding_raise(cm_run *run, cm_finding finding, cement_error *err) {
  return CM_VEC_PUSH(&run->arena, &run->findings, finding) ? cm_nomem(err) : CEMENT_OK;
}

static uint8_t *held_in(const cm_run *run, const cm_finding *f, int32_t period) {
  return &f->held[f->year ? cm_track_year(run->facility, period) : cm_track_row(run->facility, period)];
}

int cm_finding_hold(cm_run *run, cm_finding *f, int32_t period, cement_error *err) {
  if (f->period == period) return CEMENT_OK;
  if (!f->held) {
    f->held = CM_NEWS(&run->arena, uint8_t, run->facility->row_count);
    if (!f->held) return cm_nomem(err);
    *held_in(run, f, f->period) = 1;
  }
  uint8_t *held = held_in(run, f, period);
  f->periods += !*held;
  *held = 1;
  return CEMENT_OK;
}

bool cm_finding_shows(const cm_run *run, const cm_period *period, const cm_finding *f) {
  const cm_track *plant = run->facility;
  if (cm_period_shows(run, period, f->period, f->year)) return true;
  size_t count = f->held ? (f->year ? plant->year_count : plant->row_count) : 0;
  for (size_t i = 0; i < count; i++)
    if (f->held[i] && cm_period_shows(run, period, f->year ? plant->years[i].year : plant->rows[i].month, f->year))
      return true;
  return false;
}

/* ---- the walk over one row ---- */

typedef struct walk {
  cm_run *run;
  const cm_program *program;
  const cm_sheet *sheet; /* NULL at the site, which has no line and no period */
  size_t row;
  uint32_t edition; /* index in the plan */
  cement_error *err;
  int status;
} walk;

static cm_finding in_row(const walk *w, const cm_finding_type *type) {
  cm_finding f = cm_finding_make(type);
  f.edition = w->edition;
  if (!w->sheet) return f;
  const cm_track *track = w->sheet->track;
  f.line = track->line;
  f.year = w->sheet->year;
  f.period = f.year ? track->years[w->row].year : track->rows[w->row].month;
  return f;
}

/* Once for a node, or for a check: later rows only add their periods. */
static void raise_at(walk *w, size_t place, cm_finding finding) {
  uint32_t *raised = &w->run->programs.raised[place];
  if (*raised) {
    w->status = cm_finding_hold(w->run, &w->run->findings.at[*raised - 1], finding.period, w->err);
    return;
  }
  w->status = cm_finding_raise(w->run, finding, w->err);
  *raised = (uint32_t)w->run->findings.size;
}

/* What a node reads first, an input or a row of a table: what a default stands in for. */
static const cm_node *first_read(const cm_program *p, uint32_t node) {
  const cm_node *n = &p->tape.nodes.at[node];
  switch (n->code) {
  case CM_OP_CONST:
  case CM_OP_SUM:
  case CM_OP_INPUT: return n;
  default: return first_read(p, n->a);
  }
}

static void concern(const cm_program *p, cm_finding *f, const cm_node *n) {
  if (n->code == CM_OP_CONST) f->tuple = p->lookups.at[n->c];
  if (n->code != CM_OP_INPUT) return;
  const cm_input *input = &p->inputs.at[n->c];
  f->item = input->item;
  f->tuple = input->tuple;
  f->section = input->section;
  if (input->attribute) f->key = input->attribute->key;
}

static void look_at_default(walk *w, uint32_t node, const cm_node *n) {
  const cm_value *values = w->run->programs.values;
  if (!n->expr->name.at || values[n->a].state == CM_VALID || values[n->b].state != CM_VALID) return;
  cm_finding f = in_row(w, cm_edition_finding(w->program->edition, n->expr->name));
  concern(w->program, &f, first_read(w->program, n->a));
  raise_at(w, node, f);
}

static void look_at_requirement(walk *w, uint32_t node, const cm_node *n) {
  const cm_value *a = &w->run->programs.values[n->a];
  if (n->expr->kind != CM_E_REQUIRE || a->state != CM_VALID || !cm_dec_is_zero(&a->dec)) return;
  raise_at(w, node, in_row(w, cm_edition_finding(w->program->edition, n->expr->name)));
}

static void look_at_constant(walk *w, uint32_t node, const cm_node *n) {
  const cm_factor *factor = w->program->factors.at[n->c];
  if (!factor) return;
  w->run->factor_used[factor->index] = 1;
  if (!factor->finding) return;
  cm_finding f = in_row(w, factor->finding);
  f.key = factor->key;
  f.row = factor->row;
  raise_at(w, node, f);
}

static void look_at_input(walk *w, uint32_t node, const cm_node *n) {
  const cm_input *input = &w->program->inputs.at[n->c];
  if (input->kind == CM_IN_RESULT && input->line == CM_NONE)
    w->run->editions[w->edition].site_used[input->instance] = 1;
  if (input->kind != CM_IN_ITEM || w->sheet->year || !input->item->share) return;
  const cm_track *track = cm_input_track(w->run, w->sheet, input);
  if (track != w->sheet->track || !cm_shared_observation(w->run, track, w->row, input->item)) return;
  cm_finding f = in_row(w, &cm_own_findings[CM_F_SHARED]);
  f.item = input->item;
  raise_at(w, node, f);
}

static bool plain(uint16_t code) {
  return code <= CM_OP_DIV || code == CM_OP_SUM || code == CM_OP_POW || code == CM_OP_RESCALE;
}

static void operand_valid(void *user, uint32_t operand) {
  const void **pair = user;
  const cm_value *values = pair[0];
  if (values[operand].state != CM_VALID) pair[1] = NULL;
}

/* Valid operands and no result, other than a division by zero: the range of the decimals is left. */
static void look_at_overflow(walk *w, uint32_t node, const cm_node *n) {
  const cm_value *values = w->run->programs.values;
  if (!plain(n->code) || values[node].state != CM_MISSING) return;
  if (n->code == CM_OP_DIV && cm_dec_is_zero(&values[n->b].dec)) return;
  const void *pair[2] = {values, values};
  cm_walk_operands(&w->program->tape, values, node, operand_valid, pair);
  if (pair[1]) raise_at(w, node, in_row(w, &cm_own_findings[CM_F_OUT_OF_RANGE]));
}

static void look_at(walk *w, uint32_t node) {
  const cm_node *n = &w->program->tape.nodes.at[node];
  switch (n->code) {
  case CM_OP_DEFAULT: look_at_default(w, node, n); break;
  case CM_OP_REQUIRE: look_at_requirement(w, node, n); break;
  case CM_OP_CONST: look_at_constant(w, node, n); break;
  case CM_OP_INPUT: look_at_input(w, node, n); break;
  default: look_at_overflow(w, node, n);
  }
}

/* To be looked at, and so what it rests on. */
static void reach(void *user, uint32_t node) {
  const cm_run *run = user;
  run->programs.visited[node] = run->stamp;
}

static void reach_operands(walk *w, uint32_t node) {
  const cm_node *n = &w->program->tape.nodes.at[node];
  if (n->code > CM_OP_GE) {
    cm_walk_operands(&w->program->tape, w->run->programs.values, node, reach, w->run);
  } else { /* most of them */
    reach(w->run, n->a);
    reach(w->run, n->b);
  }
}

/* Operands come before what rests on them. */
static void look(walk *w) {
  const cm_run *run = w->run;
  for (size_t node = w->program->tape.nodes.size; node-- > 0 && !w->status;) {
    if (run->programs.visited[node] != run->stamp) continue;
    look_at(w, (uint32_t)node);
    reach_operands(w, (uint32_t)node);
  }
}

/* ---- checks and limits ---- */

static void raise_check(walk *w, size_t check) {
  const cm_check_node *c = &w->program->checks.at[check];
  size_t place = w->program->tape.nodes.size + check; /* checks that ask the same have one node */
  cm_finding f = in_row(w, c->check->finding);
  f.tuple = c->tuple;
  if (!c->check->figure_count) {
    raise_at(w, place, f);
    return;
  }
  uint32_t seen = w->run->programs.raised[place];
  for (size_t i = 0; i < c->check->figure_count && !w->status; i++) {
    f.key = c->check->figures[i];
    if (seen)
      w->status = cm_finding_hold(w->run, &w->run->findings.at[seen - 1 + i], f.period, w->err);
    else
      w->status = cm_finding_raise(w->run, f, w->err);
  }
  if (!seen) w->run->programs.raised[place] = (uint32_t)(w->run->findings.size - c->check->figure_count + 1);
}

static void look_at_checks(walk *w) {
  const cm_program *p = w->program;
  const cm_value *values = w->run->programs.values;
  for (size_t i = 0; i < p->checks.size && !w->status; i++) {
    const cm_check_node *c = &p->checks.at[i];
    bool there = c->exists == CM_NO_NODE || !cm_dec_is_zero(&values[c->exists].dec);
    if (there && values[c->node].state == CM_VALID && !cm_dec_is_zero(&values[c->node].dec)) raise_check(w, i);
  }
}

/* The figure as displayed would rank otherwise than it does. */
static void look_at_display(walk *w, uint32_t instance) {
  cm_figure figure = {w->sheet, (uint32_t)w->row, instance};
  const cm_value *applied;
  const cm_limit *limit = cm_figure_limit(&figure, &applied);
  int grade = cm_figure_grade(w->run, &figure); /* -1 without a limit */
  cm_rounded shown;
  if (grade < 0 || cm_figure_display(&figure, &shown) < 0 || cm_grade_of(limit, applied, &shown.value) == grade) return;
  cm_finding f = in_row(w, &cm_own_findings[CM_F_DISPLAY_HIDES_LIMIT]);
  f.key = limit->of->key;
  w->status = cm_finding_raise(w->run, f, w->err);
}

static bool is_ranked(const walk *w, const cm_limit_nodes *l) {
  return w->run->programs.values[w->program->instances.at[l->instance].node].state == CM_VALID;
}

static void reach_limits(walk *w) {
  const cm_program *p = w->program;
  for (size_t i = 0; i < p->limits.size; i++) {
    const cm_limit_nodes *l = &p->limits.at[i];
    for (size_t level = 0; level < l->limit->levels && is_ranked(w, l); level++) {
      reach(w->run, l->base[level]);
      reach(w->run, l->applied[level]);
    }
  }
}

static void look_at_limits(walk *w) {
  const cm_program *p = w->program;
  for (size_t i = 0; i < p->limits.size && !w->status; i++)
    if (is_ranked(w, &p->limits.at[i])) look_at_display(w, p->limits.at[i].instance);
}

/* More digits than a figure can show: it has a value and no display. */
static void look_at_range(walk *w, uint32_t instance) {
  cm_figure figure = {w->sheet, (uint32_t)w->row, instance};
  cm_rounded shown;
  if (cm_figure_display(&figure, &shown) < 0)
    raise_at(w, cm_figure_instance(&figure)->node, in_row(w, &cm_own_findings[CM_F_OUT_OF_RANGE]));
}

void cm_findings_begin(cm_run *run, const cm_program *program) {
  size_t places = program->tape.nodes.size + program->checks.size;
  if (places) memset(run->programs.raised, 0, places * sizeof *run->programs.raised);
}

int cm_findings_site(cm_run *run, uint32_t edition, cement_error *err) {
  const cm_edition_run *e = &run->editions[edition];
  walk w = {run, e->programs->site, NULL, 0, edition, err, CEMENT_OK};
  cm_site_row(e, run->programs.inputs, run->programs.values);
  cm_findings_begin(run, e->programs->site);
  run->stamp++;
  for (size_t i = 0; i < e->programs->site->instances.size; i++)
    if (e->site_used[i]) reach(run, e->programs->site->instances.at[i].node);
  look(&w);
  return w.status;
}

int cm_findings_row(cm_run *run, const cm_sheet *sheet, size_t row, cement_error *err) {
  walk w = {run, sheet->program, sheet, row, sheet->edition, err, CEMENT_OK};
  const cm_program *p = sheet->program;
  run->stamp++;
  const cm_value *values = &sheet->values[row * p->instances.size];
  for (size_t i = 0; i < p->instances.size; i++) {
    const cm_instance *in = &p->instances.at[i];
    bool root = in->formula->display || (sheet->needed && sheet->needed[i]);
    if (root && values[i].state != CM_NOT_THERE && values[i].state != CM_NOT_APPLICABLE) reach(run, in->node);
  }
  reach_limits(&w);
  look(&w);
  for (size_t i = 0; i < p->instances.size && !w.status; i++)
    if (p->instances.at[i].formula->display && values[i].state == CM_VALID) look_at_range(&w, (uint32_t)i);
  look_at_limits(&w);
  look_at_checks(&w);
  return w.status;
}
