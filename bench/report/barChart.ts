/** One bar; a value of null is drawn as a dash, for what one cannot do. */
export interface Bar {
  readonly series: string
  readonly value: number | null
  /** The value as it stands beside the bar. */
  readonly shown: string
}

export interface BarChart {
  readonly title: string
  /** What the chart says, for those who cannot see it. */
  readonly description: string
  readonly groups: readonly { readonly name: string; readonly bars: readonly Bar[] }[]
  /** Each power of ten is as wide as the next one. */
  readonly isLogarithmic: boolean
}

const width = 760
const left = 232
const right = 96
const top = 44
const barHeight = 18
const rowHeight = 22
const groupGap = 30
const plotWidth = width - left - right

/** Told apart by people who see colours differently, too (Okabe and Ito); each bar bears its name besides. */
const colours = [
  ['#b34700', '#ff8c42'],
  ['#8a6d00', '#e6b800'],
  ['#a8447f', '#e08cc0'],
  ['#0062a3', '#56b4e9'],
  ['#00795a', '#2fd6a5'],
] as const

/**
 * A chart of horizontal bars as SVG: readable on light and dark pages, for it follows the reader's colour scheme on a
 * background of its own, and named for screen readers.
 */
export function barChart(chart: BarChart): string {
  const series = [...new Set(chart.groups.flatMap(({ bars }) => bars.map((bar) => bar.series)))]
  const widthOf = scaleOf(chart)
  let y = top
  const rows = chart.groups.flatMap(({ name, bars }) => {
    y += groupGap
    const heading = `<text class="group" x="16" y="${y - 8}">${escaped(name)}</text>`
    const drawn = bars.map((bar) => {
      const row = rowOf(bar, series.indexOf(bar.series), y, widthOf)
      y += rowHeight
      return row
    })
    return [heading, ...drawn]
  })
  const height = y + 20
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(chart.title)}</title>`,
    `<desc id="description">${escaped(chart.description)}</desc>`,
    `<style>${styleOf(series.length)}</style>`,
    `<rect class="page" width="${width}" height="${height}" rx="8"/>`,
    `<text class="title" x="16" y="30">${escaped(chart.title)}</text>`,
    ...rows,
    '</svg>',
    '',
  ].join('\n')
}

function rowOf(bar: Bar, series: number, y: number, widthOf: (value: number) => number): string {
  const length = bar.value === null ? 0 : widthOf(bar.value)
  const middle = y + barHeight - 5
  return [
    `<text class="name" x="${left - 8}" y="${middle}">${escaped(bar.series)}</text>`,
    `<rect class="s${series}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="2"/>`,
    `<text class="value" x="${(left + length + 6).toFixed(1)}" y="${middle}">${escaped(bar.shown)}</text>`,
  ].join('')
}

/** The width of a bar; logarithmic ones begin a little below the least value, so that it is seen. */
function scaleOf({ groups, isLogarithmic }: BarChart): (value: number) => number {
  const values = groups.flatMap(({ bars }) =>
    bars.flatMap(({ value }) => (value === null || value <= 0 ? [] : [value])),
  )
  const most = Math.max(...values)
  if (!isLogarithmic) return (value) => (plotWidth * value) / most
  const floor = Math.log10(Math.min(...values)) - 0.3
  return (value) => (value <= 0 ? 0 : (plotWidth * (Math.log10(value) - floor)) / (Math.log10(most) - floor))
}

function styleOf(series: number): string {
  const rules = (scheme: 0 | 1, [page, text, muted]: readonly [string, string, string]): string =>
    [
      `.page{fill:${page}}`,
      `.title,.group,.value{fill:${text}}`,
      `.name{fill:${muted}}`,
      ...Array.from({ length: series }, (_, i) => `.s${i}{fill:${colours[i % colours.length]?.[scheme] ?? text}}`),
    ].join('')
  return [
    'text{font:12px system-ui,sans-serif}.title{font-size:15px;font-weight:600}.group{font-weight:600}.name{text-anchor:end}',
    rules(0, ['#ffffff', '#1b1f24', '#57606a']),
    `@media(prefers-color-scheme:dark){${rules(1, ['#0d1117', '#e6edf3', '#9da7b3'])}}`,
  ].join('')
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
