import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { projectRoot } from '../cli/paths.ts'
import { filesBelow } from './harness/imports.ts'

/** Every Markdown file of the project, as a path from its root, with its text outside of code blocks. */
const pages = new Map(
  [
    'README.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    ...filesBelow(join(projectRoot, 'docs'), ['.md']).map((file) => `docs/${file}`),
  ].map((path) => [path, readFileSync(join(projectRoot, path), 'utf8').replace(/```[^]*?```/g, '')]),
)

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replace(/ /g, '-')
}

function anchorsOf(path: string): string[] {
  return [...(pages.get(path) ?? '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
}

/** The reason why a link of `page` leads nowhere, or null. */
function linkFault(page: string, link: string): string | null {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : join(dirname(page), path)
  if (!existsSync(join(projectRoot, target))) return `${page}: ${link} is not there`
  return anchor === undefined || anchorsOf(target).includes(anchor) ? null : `${page}: ${link} has no such heading`
}

describe('the documentation', () => {
  it('links to files and headings that are there', () => {
    const links = [...pages].flatMap(([page, text]) =>
      [...text.matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, link = '']) => link)
        .filter((link) => !/^https?:/.test(link))
        .map((link) => ({ page, link })),
    )
    expect(links.length).toBeGreaterThan(50)
    expect(links.map(({ page, link }) => linkFault(page, link)).filter((fault) => fault !== null)).toEqual([])
  })

  it('names files of the project that are there', () => {
    const named = [...pages].flatMap(([page, text]) =>
      [...text.matchAll(/`((?:bench|cli|docs|functions|test|tools|web)\/[\w./-]+\.\w+)`/g)].map(([, path = '']) => ({
        page,
        path,
      })),
    )
    expect(named.length).toBeGreaterThan(50)
    // Made by a build, or by hand.
    const own = named.filter(({ path }) => !/^functions\/(lib|\.env|\.secret)|^web\/dist/.test(path))
    expect(own.filter(({ path }) => !existsSync(join(projectRoot, path)))).toEqual([])
  })

  it('names commands that package.json has', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(manifest)
    const text = ['README.md', 'CONTRIBUTING.md', 'docs/deploy.md', 'docs/operations.md']
      .map((page) => readFileSync(join(projectRoot, page), 'utf8'))
      .join('\n')
    const named = new Set([...text.matchAll(/\bnpm run ([\w:]+)/g)].map(([, name = '']) => name))
    expect([...named].filter((name) => !(name in scripts))).toEqual([])
    // Each has its line in the README.
    const readme = pages.get('README.md') ?? ''
    const told = (name: string): boolean => readme.includes(`npm run ${name}`) || readme.includes(`npm ${name}`)
    expect(Object.keys(scripts).filter((name) => !told(name))).toEqual([])
  })
})
