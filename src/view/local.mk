libbreakout_a_SOURCES += \
	src/view/check.c src/view/check.h \
	src/view/cell.c src/view/cell.h \
	src/view/csv.c src/view/csv.h \
	src/view/diagram.c src/view/diagram.h \
	src/view/history_text.c src/view/history_text.h \
	src/view/listing.c src/view/listing.h \
	src/view/module_apps.c src/view/module_view.h \
	src/view/module_fields.c \
	src/view/module_lanes.c \
	src/view/module_page.c src/view/module_page.h \
	src/view/module_plans.c \
	src/view/rule_text.c src/view/rule_text.h \
	src/view/show.c src/view/show.h \
	src/view/show_breakouts.c src/view/show_columns.h \
	src/view/show_events.c \
	src/view/show_ports.c \
	src/view/show_select.c \
	src/view/show_violations.c \
	src/view/status.c src/view/status.h \
	src/view/svg.c src/view/svg.h \
	src/view/table.c src/view/table.h \
	src/view/tone.c src/view/tone.h \
	src/view/violation_text.c src/view/violation_text.h \
	src/view/wavelength.c src/view/wavelength.h
