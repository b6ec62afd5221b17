import { describe, expect, it } from 'vitest'

import type { ColumnDescription } from '../../../functions/src/contract/records.ts'
import { choosableColumns, tableColumns, titleColumn } from '../../../web/src/streams/recordColumns.ts'
import { titleOf } from '../../../web/src/streams/recordTitle.ts'
import { payments } from './payments.ts'

const name: ColumnDescription = { name: 'name', kind: 'text', label: 'Name' }
const named = { ...payments, columns: [...payments.columns, name] }

describe('what names a record', () => {
  it('is its first text that names no other record, or its id', () => {
    expect(titleColumn(named).name).toBe('name')
    expect(titleColumn(payments).name).toBe('id')
  })

  it('is its id at the source where the text is empty', () => {
    expect(titleOf(name, 'square:a:1', { name: 'Mug' })).toBe('Mug')
    expect(titleOf(name, 'square:a:1', { name: ' ' })).toBe('a:1')
    expect(titleOf(titleColumn(payments), 'square:a:1', { id: 'square:a:1' })).toBe('a:1')
  })
})

describe('the table of a stream', () => {
  it('begins with what opens the record, and has each column once', () => {
    expect(tableColumns(named).map((column) => column.name)).toEqual([
      'name', 'source', 'order', 'status', 'amount', 'currency', 'isRefunded', 'score', 'dueAt', 'createdAt', 'id',
    ]) // prettier-ignore
  })

  it('shows what is not told otherwise: no source, and no currency beside its amounts', () => {
    const { usual, link } = choosableColumns(payments)
    expect({ usual, link }).toEqual({
      usual: ['id', 'order', 'status', 'amount', 'isRefunded', 'score', 'dueAt', 'createdAt'],
      link: 'id',
    })
  })

  it('begins without what is not shown, which the reader may add', () => {
    const columns = [{ ...name, name: 'memo', shown: false as const }, name]
    const { usual, all, link } = choosableColumns({ ...payments, columns })
    expect({ usual, link }).toEqual({ usual: ['name', 'createdAt'], link: 'name' })
    expect(all).toContain('memo')
  })

  it('begins with some columns of many, the time among them', () => {
    const many = Array.from({ length: 20 }, (_, n): ColumnDescription => ({ ...name, name: `c${n}` }))
    const { usual, all } = choosableColumns({ ...payments, columns: many })
    expect(usual).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'createdAt'])
    expect(all).toHaveLength(22)
  })
})
