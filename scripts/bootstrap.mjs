// Runs one of the project's scripts on the Node.js that the project pins, after installing what is missing.
// Plain JavaScript without dependencies, because it is the one file that an older Node.js has to understand.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const toolchain = join(root, 'scripts', 'toolchain')

function fail(message) {
  process.stderr.write(`\n${message}\n`)
  process.exit(1)
}

/** `npm ci` in `folder` unless its lockfile is the one that was installed last. */
function install(folder, label, env) {
  const lock = createHash('sha256').update(readFileSync(join(folder, 'package-lock.json'))).digest('hex')
  const stamp = join(folder, 'node_modules', '.tidemark-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  process.stderr.write(`Installing ${label} (npm ci) ...\n`)
  const npm = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: folder,
    env,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (npm.error) fail(`npm could not be started (${npm.error.message}). Install Node.js with npm: https://nodejs.org`)
  if (npm.status !== 0) {
    fail(`npm ci failed in ${folder}. Check that the npm registry can be reached, then run the same command again.`)
  }
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, lock)
}

const [script, ...args] = process.argv.slice(2)
if (!script) fail('usage: node scripts/bootstrap.mjs SCRIPT [ARGUMENTS]')

// npm's own settings for the outer package must not leak into the installs below.
const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(config_)?(package|lifecycle|local_prefix|global)/i.test(name)))
install(toolchain, 'Node.js 24', clean)
const bin = join(toolchain, 'node_modules', 'node', 'bin')
const env = { ...clean, PATH: `${bin}${delimiter}${clean.PATH ?? ''}` }
install(root, 'tools', env)
install(join(root, 'functions'), 'functions', env)

const child = spawn(join(bin, 'node'), ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
  env,
  stdio: 'inherit',
})
// The terminal sends Ctrl-C to the whole group; a signal sent to this process alone has to be passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
