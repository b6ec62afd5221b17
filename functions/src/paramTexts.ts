import { z } from 'zod'

import { SettingError } from './lib/errors.ts'

/** The members of a param's definition that reading it needs. */
export interface Param {
  readonly name: string
  readonly options: { readonly default?: unknown }
}

/** The texts in which the params are read: the functions' environment, or what a deploy will make of it. */
export type ParamTexts = Readonly<Record<string, string | undefined>>

/** The text of a param; its default where it is not set. */
export function textOf(texts: ParamTexts, param: Param): string {
  // Ours are texts, numbers and booleans; an expression would be the deploy's to resolve.
  return texts[param.name] ?? z.coerce.string().parse(param.options.default)
}

/** The items of a text, by commas, without the empty ones. */
export function listOf(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)
}

/** A whole number of a range. Throws a SettingError that names the param. */
export function within(texts: ParamTexts, param: Param, min: number, max: number): number {
  const text = textOf(texts, param).trim()
  const value = Number(text)
  if (/^-?\d+$/.test(text) && value >= min && value <= max) return value
  throw new SettingError(param.name, `must be a whole number from ${min} to ${max}`)
}

/** True or false. Throws a SettingError that names the param. */
export function isOn(texts: ParamTexts, param: Param): boolean {
  const text = textOf(texts, param).trim()
  if (text === 'true' || text === 'false') return text === 'true'
  throw new SettingError(param.name, 'must be true or false')
}

/** A JSON object of strings. Throws a SettingError that names the param and shows an example. */
export function jsonObject(texts: ParamTexts, param: Param, example: string): Record<string, string> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(textOf(texts, param)))
  } catch {
    throw new SettingError(
      param.name,
      `must be a JSON object of strings. In a .env file put it in single quotes, like ${param.name}='${example}': ` +
        'without them it ends at a "#"',
    )
  }
}
