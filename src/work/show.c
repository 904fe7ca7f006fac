/*
 * show.c - the layouts of chosen types.
 *
 * The rooms of the house do not know each other.  This page and the files
 * beside it call them in turn: choose (session.c), analyse (making.c), render
 * (work.c).  If you want to see the whole house at once, this is the window.
 */
#include "layoutscope.h"

#include "base/error.h"
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
