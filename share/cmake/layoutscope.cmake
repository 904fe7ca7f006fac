# layoutscope.cmake - the layout of a target's types as a test of ctest.
#
#	find_package(layoutscope REQUIRED)     # or include(layoutscope.cmake)
#	layoutscope_check(TARGET server BUDGET layoutscope.yaml)
#
# TARGET    a program or library; build it with -g
# BUDGET    the rules, from the current source folder on; without it,
#           layoutscope looks for layoutscope.yaml from there on upward
# NAME      of the test; default: layout-TARGET
# OPTIONS   further options of layoutscope check: --report=sarif:layout.sarif
#
# A target that was built without -g has no types: its test is skipped.
# LAYOUTSCOPE names the program; default: the one in PATH.

include_guard(GLOBAL)
find_program(LAYOUTSCOPE layoutscope DOC "The program layoutscope")

function(layoutscope_check)
	cmake_parse_arguments(arg "" "TARGET;BUDGET;NAME" "OPTIONS" ${ARGN})
	if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
		message(FATAL_ERROR "layoutscope_check: what is "
			"'${arg_UNPARSED_ARGUMENTS}${arg_KEYWORDS_MISSING_VALUES}'?")
	endif()
	if(NOT TARGET "${arg_TARGET}")
		message(FATAL_ERROR
			"layoutscope_check: there is no target '${arg_TARGET}'")
	endif()
	if(NOT LAYOUTSCOPE)
		message(FATAL_ERROR "layoutscope_check: no program layoutscope; "
			"-DLAYOUTSCOPE=PATH names it")
	endif()
	if(NOT arg_NAME)
		set(arg_NAME "layout-${arg_TARGET}")
	endif()
	set(words check --exit-skip=77 ${arg_OPTIONS})
	if(arg_BUDGET)
		get_filename_component(budget "${arg_BUDGET}" ABSOLUTE
			BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
		list(APPEND words "--budget=${budget}")
	endif()
	add_test(NAME "${arg_NAME}"
		COMMAND "${LAYOUTSCOPE}" ${words} "$<TARGET_FILE:${arg_TARGET}>"
		WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
	set_tests_properties("${arg_NAME}" PROPERTIES SKIP_RETURN_CODE 77)
endfunction()
