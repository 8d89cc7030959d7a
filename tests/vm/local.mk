# Tests on a real kernel. Not of `make check`: they may have to download a kernel.
VM_TESTS = tests/vm/test_vm.sh
# In which order guest.sh says.
VM_CASES = \
	tests/vm/cases/at24.sh \
	tests/vm/cases/boot.sh \
	tests/vm/cases/cost.sh \
	tests/vm/cases/ethtool.sh \
	tests/vm/cases/i2c.sh \
	tests/vm/cases/netdev.sh \
	tests/vm/cases/sfp.sh \
	tests/vm/cases/stub.sh \
	tests/vm/cases/together.sh
EXTRA_DIST += $(VM_TESTS) $(VM_CASES) \
	tests/vm/guest.sh \
	tests/vm/init.sh \
	tests/vm/kernel.sh \
	tests/vm/lab.sh \
	tests/vm/modules/Makefile \
	tests/vm/modules/breakout_i2c.c \
	tests/vm/modules/breakout_net.c \
	tests/vm/modules/image.h \
	tests/vm/sfp.asl

# What fills the kernel's i2c-stub.
check_PROGRAMS += tests/vm/fill_stub
tests_vm_fill_stub_SOURCES = tests/vm/fill_stub.c
tests_vm_fill_stub_LDADD =

check-vm:
	$(MAKE) $(AM_MAKEFLAGS) check TESTS='$(VM_TESTS)'
.PHONY: check-vm
