LINT_TESTS += \
	tests/lint/test_completion.sh \
	tests/lint/test_docs.sh \
	tests/lint/test_documents.sh \
	tests/lint/test_includes.sh \
	tests/lint/test_mib.sh \
	tests/lint/test_nms.sh \
	tests/lint/test_packaging.sh \
	tests/lint/test_scripts.sh
EXTRA_DIST += tests/lint/tap.sh

# What test_mib.sh and test_nms.sh fetch.
distclean-local:
	rm -rf standard-mibs prometheus
