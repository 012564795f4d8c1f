/** Attempts to get out of a sandbox, as command lines. Each gets its way where there is none, see attacks.test.ts. */

/** What an attack wants. */
export type Goal =
  /** Something outside the workspace folder, or in what is read-only in it, is changed. */
  | 'write'
  /** `TOPSECRET` is printed. */
  | 'read'
  /** `HELLO` is printed, which only a server outside says. */
  | 'reach'
  /** A process with `$MARK` in its command line is there after the end. */
  | 'outlive';

/**
 * Variables: OUTSIDE (a folder beside the workspace folder), STATE (the state folder), RUNNER (our process), PORT and
 * SOCK (servers outside), ABSTRACT (one without a file), UDP, MARK (a number), and HOME. The folder is `.`.
 */
export const attacks: readonly (readonly [goal: Goal, line: string])[] = [
  ['write', 'echo x > "$OUTSIDE/new"'],
  ['write', 'echo x >> "$OUTSIDE/file"'],
  ['write', 'rm -f "$OUTSIDE/file"'],
  ['write', 'mv "$OUTSIDE/file" ./stolen'],
  ['write', 'truncate -s 0 "$OUTSIDE/file"'],
  ['write', 'dd if=/dev/zero of="$OUTSIDE/file" bs=1 count=1'],
  ['write', 'cp README.md "$OUTSIDE/copied"'],
  ['write', 'mkdir "$OUTSIDE/folder"'],
  ['write', 'chmod 777 "$OUTSIDE/file"'],
  ['write', 'tar -cf a.tar README.md && tar -xf a.tar -C "$OUTSIDE"'],
  ['write', 'ln -s "$OUTSIDE" out && echo x > out/new'],
  ['write', 'ln "$OUTSIDE/file" hard && echo x > hard'],
  ['write', 'echo x > "/proc/self/root$OUTSIDE/new"'],
  ['write', 'echo x > "/proc/self/cwd/../outside/new"'],
  ['write', 'cd .. && cd outside && echo x > new'],
  ['write', `node -e 'require("fs").writeFileSync(process.env.OUTSIDE + "/new", "x")'`],
  ['write', `python3 -c 'import os; open(os.environ["OUTSIDE"] + "/new", "w").write("x")'`],
  ['write', `perl -e 'open(F, ">", "$ENV{OUTSIDE}/new"); print F "x"; close F'`],
  ['write', 'sh -c "(setsid sh -c \'echo x > $OUTSIDE/new\' &)"; sleep 0.3'],
  ['write', 'echo evil >> "$REAL_HOME/.bashrc"'],
  ['write', 'mkdir -p "$REAL_HOME/.ssh" && echo key >> "$REAL_HOME/.ssh/authorized_keys"'],
  ['write', 'echo x > "$STATE/key"'],
  ['write', 'printf "#!/bin/sh\\n" > .git/hooks/pre-commit'],
  ['write', 'git config core.fsmonitor evil'],
  ['write', 'rm -rf .git'],
  ['write', 'mv .git .git-old'],
  ['write', "sed -i 's/\\[ \\]/[x]/' .kiro/specs/todo/tasks.md"],
  ['write', 'echo "{}" > .kiro/specs/todo/.tracewright/approvals/tasks-0.json'],
  ['write', 'mv .kiro .kiro-old; mkdir .kiro'],
  ['write', 'rm -rf .kiro'],
  ['write', `node -e 'require("fs").renameSync(".kiro", "k")'`],
  ['write', 'mkdir own && cd own && ln -s ../.kiro/specs/todo/tasks.md t && echo x >> t'],

  ['read', 'cat "$REAL_HOME/.ssh/id_ed25519"'],
  ['read', 'cat "$REAL_HOME/.aws/credentials"'],
  ['read', 'cat "$REAL_HOME/.config/gh/hosts.yml"'],
  ['read', 'cat "$REAL_HOME"/.npmrc'],
  ['read', 'cat "$STATE/key"'],
  ['read', 'cat "$STATE"/roots/*/trust.json'],
  ['read', 'cat .env'],
  ['read', 'cat private/notes.md'],
  ['read', 'cp -r private copy && cat copy/notes.md'],
  ['read', 'grep -rh TOPSECRET .'],
  ['read', 'cat src/deep/*'],
  ['read', 'mv src/deep other && cat other/key.pem'],
  ['read', 'ln src/deep/key.pem hard && cat hard'],
  ['read', 'tar -cf a.tar . 2>/dev/null; cat a.tar'],
  ['read', `node -e 'process.stdout.write(require("fs").readFileSync(".env"))'`],
  ['read', 'umount .env 2>/dev/null; cat .env'],
  ['read', 'unshare -Urm sh -c "umount .env; cat .env" 2>/dev/null || cat .env'],
  ['read', 'cat "/proc/self/root$REAL_HOME/.ssh/id_ed25519"'],
  ['read', 'grep -aq PATH= "/proc/$RUNNER/environ" && echo TOPSECRET'],
  ['read', 'cat "/proc/$RUNNER/root$STATE/key"'],
  ['read', 'for p in /proc/[0-9]*/environ; do tr "\\0" "\\n" < "$p"; done 2>/dev/null'],
  ['read', 'grep -rh TOPSECRET "$REAL_HOME" 2>/dev/null'],
  ['read', 'ln -s "$REAL_HOME/.ssh/id_ed25519" k && cat k'],

  ['reach', 'exec 3<>/dev/tcp/127.0.0.1/$PORT; printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3; cat <&3'],
  ['reach', 'curl -s --noproxy "*" "http://127.0.0.1:$PORT/"'],
  ['reach', 'curl -s --noproxy "*" "http://localhost:$PORT/"'],
  ['reach', 'curl -s "http://$ADDRESS:$PORT/"'],
  ['reach', 'curl -s --noproxy "*" "http://$ADDRESS:$PORT/"'],
  ['reach', 'curl -s --noproxy "*" --unix-socket "$SOCK" http://x/'],
  ['reach', 'curl -s --noproxy "*" --abstract-unix-socket "$ABSTRACT" http://x/'],
  [
    'reach',
    `node -e 'require("net").connect(process.env.PORT, "127.0.0.1").on("data", (d) => process.stdout.write(d)).write("GET / HTTP/1.0\\r\\n\\r\\n")'`,
  ],
  [
    'reach',
    `python3 -c 'import os,socket; s=socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(2); s.sendto(b"x", ("127.0.0.1", int(os.environ["UDP"]))); print(s.recv(99))'`,
  ],
  ['reach', 'curl -s --proxy "$HTTP_PROXY" "http://127.0.0.1:$PORT/"'],
  ['reach', 'curl -s --noproxy "" -p "http://127.0.0.1:$PORT/"'],
  ['reach', 'curl -s --noproxy "" "http://127.0.0.1:$PORT/" -H "Host: registry.npmjs.org"'],
  ['reach', 'curl -s --noproxy "" "http://[::ffff:127.0.0.1]:$PORT/"'],
  ['reach', 'curl -s --noproxy "" "http://2130706433:$PORT/"'],
  ['reach', 'curl -s --noproxy "" "http://0x7f.1:$PORT/"'],
  ['reach', 'curl -s --noproxy "" --resolve "open.test:$PORT:127.0.0.1" "http://open.test:$PORT/"'],

  ['outlive', 'env -i setsid sleep $MARK & sleep 0.2'],
  ['outlive', '(env -i setsid nohup sleep $MARK >/dev/null 2>&1 &); sleep 0.2'],
  ['outlive', `env -i bash -c "(setsid sleep $MARK &) &"; sleep 0.2`],
  [
    'outlive',
    `node -e 'require("child_process").spawn("sleep", [process.env.MARK], { detached: true, stdio: "ignore", env: {} }).unref()'`,
  ],
  [
    'outlive',
    `python3 -c 'import os
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execve("/bin/sleep", ["sleep", os.environ["MARK"]], {})
    os._exit(0)'; sleep 0.2`,
  ],
];
