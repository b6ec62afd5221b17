// Runs one of the project's scripts on the Node.js that the project pins, after installing what is missing.
// Plain JavaScript without dependencies, because it is the one file that an older Node.js has to understand.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const toolchain = join(root, 'tools', 'toolchain')
const bin = join(toolchain, 'node_modules', 'node', 'bin')

/** The process that runs now, if any: it is told when this one is asked to end. */
let child
/** The signal that this process was asked to end by, if any. */
let asked

await main(process.argv.slice(2))

async function main([script, ...args]) {
  if (!script) fail('usage: node tools/bootstrap.mjs SCRIPT [ARGUMENTS]')
  if (process.platform === 'win32') {
    fail(
      'These commands run on Linux and macOS. On Windows, run them inside WSL: https://learn.microsoft.com/windows/wsl',
    )
  }
  passSignalsOn()
  const outside = withoutOuterPackage(process.env)
  const env = { ...outside, PATH: `${bin}${delimiter}${outside.PATH ?? ''}` }
  await install(toolchain, 'Node.js 24', outside)
  await install(root, 'tools', env)
  await install(join(root, 'functions'), 'functions', env)
  await install(join(root, 'web'), 'page', env)
  const node = ['--disable-warning=ExperimentalWarning', join(root, script), ...args]
  process.exit(await run(join(bin, 'node'), node, { env, stdio: 'inherit' }))
}

/** `npm ci` in `folder`, unless its lockfile is the one that was installed last. */
async function install(folder, label, env) {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
  const stamp = join(folder, 'node_modules', '.tidemark-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  process.stderr.write(`Installing ${label} (npm ci) ...\n`)
  const args = ['ci', '--no-fund', '--no-audit', '--loglevel=error']
  // Its output goes to standard error: standard output belongs to the script.
  const status = await run('npm', args, { cwd: folder, env, stdio: ['ignore', 2, 2] })
  if (asked) process.exit(128 + constants.signals[asked])
  if (status !== 0) {
    fail(`npm ci failed in ${folder}. Check that the npm registry can be reached, then run the same command again.`)
  }
  writeFileSync(stamp, lock)
}

/** Runs a program to its end and returns its exit status, 128 + n after signal n. */
function run(program, args, options) {
  child = spawn(program, args, options)
  return new Promise((resolve) => {
    child.on('error', (error) =>
      fail(`${program} could not be started (${error.message}). Is Node.js with npm installed?`),
    )
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}

/** Tells the child when this process is asked to end, or when the npm that started it is gone. */
function passSignalsOn() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => ask(signal))
  const parent = process.ppid
  const watch = () => {
    // A killed npm passes nothing on. Without npm, a parent that has ended may have left this process running on
    // purpose.
    if (process.env.npm_lifecycle_event && process.ppid !== parent && !asked) ask('SIGTERM')
  }
  setInterval(watch, 1_000).unref()
}

function ask(signal) {
  asked = signal
  child?.kill(signal)
}

/** The environment without what npm set for the outer package, which must not leak into the installs. */
function withoutOuterPackage(env) {
  const outer = /^npm_(config_)?(package|lifecycle|local_prefix|global)/i
  return Object.fromEntries(Object.entries(env).filter(([name]) => !outer.test(name)))
}

function fail(message) {
  process.stderr.write(`\n${message}\n`)
  process.exit(1)
}
