/*
 * show.c - the layouts of chosen types.
 *
 * The rooms of the house do not know each other.  This page and the files
 * beside it call them in turn: choose (session.c), analyse (making.c), render
 * (work.c).  If you want to see the whole house at once, this is the window.
 */
#include "layoutscope.h"

#include "base/error.h"
#include "render/check.h"
#include "render/render.h"
#include "work/work.h"

struct ls_error *
ls_session_show(struct ls_session *session,
    const struct ls_selection *selection,
    const struct ls_page_options *options, FILE *file, FILE *notes)
{
	const char *format = options->format ? options->format : "text";
	const struct ls_renderer *renderer = ls_renderer_by_name(format);
	struct ls_work work;
	if (!renderer)
		return ls_no_format(format);

	struct ls_error *err = ls_work_begin(
	    &work, session, selection, options, renderer, file);
	if (err)
		goto done;
	renderer->begin(&work.page, &work.report);
	err = ls_work_put_all(&work, NULL, 0);
	if (!err)
		err = ls_work_finish(&work, notes);
done:
	ls_work_end(&work);
	return err;
}

/* The formats of all commands: those that list findings come last. */
static const struct ls_check_renderer *
check_only_at(size_t index)
{
	const struct ls_check_renderer *renderer;
	for (size_t i = 0; (renderer = ls_check_renderer_at(i)); i++)
		if (!ls_renderer_by_name(renderer->name) && index-- == 0)
			return renderer;
	return NULL;
}

static size_t
renderer_count(void)
{
	size_t count = 0;
	while (ls_renderer_at(count))
		count++;
	return count;
}

const char *
ls_format_name(size_t index)
{
	const struct ls_renderer *renderer = ls_renderer_at(index);
	if (renderer)
		return renderer->name;
	const struct ls_check_renderer *only = check_only_at(
	    index - renderer_count());
	return only ? only->name : NULL;
}

const char *
ls_format_help(size_t index)
{
	const struct ls_renderer *renderer = ls_renderer_at(index);
	if (renderer)
		return renderer->help;
	const struct ls_check_renderer *only = check_only_at(
	    index - renderer_count());
	return only ? only->help : NULL;
}
