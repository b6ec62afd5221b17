import { describe, expect, it } from 'vitest'

import { barChart } from '../../../bench/report/barChart.ts'
import { chartsOf } from '../../../bench/report/charts.ts'
import { goodResults } from '../sampleResults.ts'

const charts = Object.entries(chartsOf(goodResults))

describe.each(charts)('%s', (_name, svg) => {
  it('is well-formed XML', () => {
    expect(faultIn(svg)).toBeNull()
  })

  it('has a title and a description that name it', () => {
    expect(svg).toMatch(/<svg [^>]*role="img" aria-labelledby="title description"/)
    expect(svg).toMatch(/<title id="title">[^<]+<\/title>/)
    expect(svg).toMatch(/<desc id="description">[^<]+: [^<]+\.<\/desc>/)
  })

  it('can be read on light and on dark pages', () => {
    const [light = '', dark = ''] = svg.split('@media(prefers-color-scheme:dark)')
    for (const scheme of [light, dark]) {
      const page = colourOf(scheme, '.page')
      for (const text of ['.title,.group,.value', '.name']) {
        expect(contrast(page, colourOf(scheme, text))).toBeGreaterThan(4.5)
      }
      const bars = [...scheme.matchAll(/\.s\d\{fill:(#[0-9a-f]{6})\}/g)].map(([, value = '']) => value)
      expect(bars.length).toBeGreaterThan(0)
      for (const colour of bars) expect(contrast(page, colour)).toBeGreaterThan(3)
    }
    expect(contrast(colourOf(light, '.page'), colourOf(dark, '.page'))).toBeGreaterThan(10)
  })
})

describe('a bar chart', () => {
  it('escapes what it is given', () => {
    expect(faultIn(chartOf('1 < 2 & "3"', 1))).toBeNull()
  })

  it.each([false, true])('draws the larger value longer (logarithmic: %s)', (isLogarithmic) => {
    const [, most = 0, other = 0] = widthsIn(chartOf('any', 10, isLogarithmic))
    expect(other).toBeGreaterThan(0)
    expect(most).toBeGreaterThan(other)
  })

  it('draws no bar for what is not there', () => {
    expect(widthsIn(chartOf('any', null))[2]).toBe(0)
  })
})

/** A chart of a bar of 1,000 and one of `value`. */
function chartOf(title: string, value: number | null, isLogarithmic = false): string {
  const bars = [
    { series: 'most', value: 1_000, shown: '1,000' },
    { series: 'other', value, shown: String(value) },
  ]
  return barChart({ title, description: 'both', groups: [{ name: 'a & b', bars }], isLogarithmic })
}

function widthsIn(svg: string): number[] {
  return [...svg.matchAll(/<rect [^>]*width="([^"]+)"/g)].map(([, width]) => Number(width))
}

/** What is wrong with a piece of XML without comments, or null. */
function faultIn(xml: string): string | null {
  const open: string[] = []
  let roots = 0
  const pieces = xml.trim().match(/<[^>]*>|[^<]+/g) ?? []
  if (pieces.join('') !== xml.trim()) return 'a stray <'
  for (const piece of pieces) {
    const tag = /^<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<&]*")*)(\/?)>$/.exec(piece)
    if (tag === null) {
      if (piece.startsWith('<')) return `no tag: ${piece}`
      if (piece.trim() !== '' && open.length === 0) return `text outside: ${piece}`
      if (/&(?!#\d+;)/.test(piece)) return `a stray &: ${piece}`
      continue
    }
    const [, isEnd, name = '', , isEmpty] = tag
    if (isEnd === '' && open.length === 0) roots += 1
    if (isEnd === '/' && open.pop() !== name) return `${name} was not open`
    if (isEnd === '' && isEmpty === '') open.push(name)
  }
  return open.length > 0 || roots !== 1 ? `open: ${open.join()}; ${roots} roots` : null
}

function colourOf(scheme: string, selector: string): string {
  const start = scheme.indexOf(`${selector}{fill:`)
  if (start === -1) throw new Error(`No colour of ${selector}.`)
  return scheme.slice(start + selector.length + 6, start + selector.length + 13)
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
