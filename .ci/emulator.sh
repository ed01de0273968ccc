#!/usr/bin/env bash
# The app on an emulator, as a phone would have it: installed, given the call-screening role, called twice by the emulator's
# console. A number of Italy's marketing range must not ring and must stand in the history; another must ring.
#   .ci/emulator.sh target/stufo.apk
# ADB names another adb; PATIENCE is how often something is asked for again, PAUSE the seconds between.
set -euo pipefail

apk=${1:?"which package? .ci/emulator.sh target/stufo.apk"}
adb=${ADB:-adb}
patience=${PATIENCE:-60}
pause=${PAUSE:-2}
role=android.app.role.CALL_SCREENING
unwanted=0843123456
wanted=0612345678

say() { echo "emulator: $*"; }
fail() { say "FAILED: $*" >&2; exit 1; }

# Asks again until the command succeeds; the first argument says what is waited for.
wait_for() {
  local what=$1
  shift
  for _ in $(seq "$patience"); do
    if "$@"; then return 0; fi
    sleep "$pause"
  done
  fail "$what did not come"
}

shell() { "$adb" shell "$@" | tr -d '\r'; }
has_booted() { [ "$(shell getprop sys.boot_completed)" = 1 ]; }
state_is() { shell dumpsys telephony.registry | grep -q "mCallState=$1"; }
is_quiet() { state_is 0 && ! state_is 1; }
holds_role() { shell cmd role get-role-holders "$role" 2>/dev/null | grep -qx org.stufo || shell dumpsys role | grep -A3 "$role" | grep -q org.stufo; }

# What stands on the screen, one node a line.
screen() {
  shell uiautomator dump /sdcard/screen.xml >/dev/null
  shell cat /sdcard/screen.xml | sed 's/></>\n</g'
}

# Taps the first node whose text or description is one of the words (a regular expression).
tap() {
  local node bounds
  node=$(screen | grep -E "(text|content-desc)=\"($1)\"" | head -1 || true)
  [ -n "$node" ] || return 1
  bounds=$(sed -E 's/.*bounds="\[([0-9]+),([0-9]+)\]\[([0-9]+),([0-9]+)\]".*/\1 \2 \3 \4/' <<<"$node")
  read -r left top right bottom <<<"$bounds"
  shell input tap $(((left + right) / 2)) $(((top + bottom) / 2))
}

# Digits on the screen, without what separates them.
shows_number() { screen | tr -cd '0-9\n"' | grep -q "$1"; }

"$adb" wait-for-device
wait_for "the end of the phone's start" has_booted
say "Android $(shell getprop ro.build.version.release), API $(shell getprop ro.build.version.sdk)"
# At home in Italy: its ranges are on without a choice of the user's. Emulator images without Play allow root.
"$adb" root >/dev/null
"$adb" wait-for-device
for property in gsm.sim.operator.iso-country gsm.operator.iso-country; do shell setprop "$property" it; done

"$adb" install -r "$apk" >/dev/null || fail "the package is not installed"
[ "$(shell getprop ro.build.version.sdk)" -lt 33 ] || shell pm grant org.stufo android.permission.POST_NOTIFICATIONS
shell am start -W -n org.stufo/.ui.MainActivity >/dev/null
shell cmd role add-role-holder "$role" org.stufo >/dev/null
wait_for "the call-screening role" holds_role
say "installed, and holds the role"

"$adb" emu gsm call "$unwanted" >/dev/null
sleep "$pause"
wait_for "the end of the unwanted call" is_quiet
say "a number of a marketing range does not ring"
"$adb" emu gsm cancel "$unwanted" >/dev/null || true

"$adb" emu gsm call "$wanted" >/dev/null
wait_for "the ringing of a wanted call" state_is 1
say "another number rings"
"$adb" emu gsm cancel "$wanted" >/dev/null
wait_for "the end of the wanted call" is_quiet

shell am start -W -n org.stufo/.ui.MainActivity >/dev/null
wait_for "the tab of the history" tap 'History|Cronologia'
wait_for "the unwanted call in the history" shows_number 843123456
wait_for "the wanted call in the history" shows_number 612345678
say "both calls stand in the history"
say "all well"
