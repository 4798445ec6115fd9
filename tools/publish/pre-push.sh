#!/bin/sh
# Downhill's guard: git runs it before each push. `python -m publish` put it here and keeps it up to date.
# A students' remote (git config downhill.students) gets nothing but the student branch, as it was searched.
# A solution branch goes to the staff's remotes (git config downhill.staff) and nowhere else.

remote=$1
url=$2

place_of() { # an address; for a folder, however it was written, the folder
    (cd "${1#file://}" 2>/dev/null && pwd -P) || printf '%s\n' "$1"
}

in_list() { # whether this push goes to a remote of that list: by its name, or by its address
    git config --get-all "downhill.$1" 2>/dev/null | {
        while IFS= read -r one; do
            if [ "$one" = "$remote" ] || [ "$one" = "$url" ]; then exit 0; fi
            there=$(git remote get-url --push "$one" 2>/dev/null) || there=$one
            if [ "$(place_of "$there")" = "$(place_of "$url")" ]; then exit 0; fi
        done
        exit 1
    }
}

refuse() {
    printf '%s\n' "Nothing was pushed. $1" >&2
    exit 1
}

while IFS=' ' read -r local commit there _; do
    case $commit in *[!0]*) ;; *) continue ;; esac # something is taken away, and nothing goes there
    if in_list students; then
        git merge-base --is-ancestor "$commit" refs/downhill/proven 2>/dev/null || refuse "$remote is the students', and \
$local is not the student branch as publishing left it: all they may have comes with \`python -m publish --push $remote\`."
    elif ! in_list staff; then
        case $local$there in *refs/heads/solution/*) solved=yes ;; *) solved=$(git for-each-ref --points-at "$commit" refs/heads/solution) ;; esac
        [ -z "$solved" ] || refuse "$local holds solutions, and nothing says that $remote is the staff's. If it is: \
\`python -m publish --push-solutions $remote\` pushes them, and remembers it."
    fi
done
exit 0
