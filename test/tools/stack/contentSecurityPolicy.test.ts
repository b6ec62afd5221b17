import { describe, expect, it } from 'vitest'

import { formatPolicy, parsePolicy, withSources } from '../../../tools/stack/contentSecurityPolicy.ts'

const text = "default-src 'none'; script-src 'self' https://apis.google.com; frame-src 'none'"

describe('a Content-Security-Policy', () => {
  it('is read and written', () => {
    expect(Object.fromEntries(parsePolicy(text))).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'", 'https://apis.google.com'],
      'frame-src': ["'none'"],
    })
    expect(formatPolicy(parsePolicy(text))).toBe(text)
    expect(formatPolicy(parsePolicy(" default-src  'none' ;; "))).toBe("default-src 'none'")
  })

  it('says a directive once', () => {
    expect(() => parsePolicy("script-src 'self'; script-src https:")).toThrow('script-src twice')
  })

  it('is widened where that is asked for, and nowhere else', () => {
    const wider = withSources(parsePolicy(text), { 'script-src': ['http://a'], 'frame-src': ['http://b', 'http://c'] })
    expect(formatPolicy(wider)).toBe(
      "default-src 'none'; script-src 'self' https://apis.google.com http://a; frame-src http://b http://c",
    )
    expect(formatPolicy(parsePolicy(text))).toBe(text)
  })

  it('is not given a directive that it lacks', () => {
    expect(() => withSources(parsePolicy(text), { 'connect-src': ['http://a'] })).toThrow('has no connect-src')
  })
})
