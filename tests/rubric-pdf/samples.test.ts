import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readPdf } from '../../netlify/rubric/pdf/read-pdf.ts'
import { tablesOf, texts } from './rubric-sample.ts'

const FOLDER = new URL('../../../shared/samples/rubrics/', import.meta.url)
const present = existsSync(FOLDER)

describe.skipIf(!present)(
  `real rubrics${present ? '' : ' (skipped: ../shared/samples/rubrics is absent)'}`,
  () => {
    const read = (name: string) => readPdf(readFileSync(new URL(name, FOLDER)))

    test('reads the six tables of teals-u7', async () => {
      const tables = tablesOf(await read('teals-u7.pdf'))
      expect(tables.map((t) => [t.rows, t.columns])).toEqual([
        [6, 5],
        [4, 5],
        [3, 5],
        [4, 5],
        [5, 4],
        [2, 3],
      ])
      expect(texts(tables[0] ?? fail())[3]).toEqual([
        'Student instantiates a class with arguments',
        '__',
        'Student attempts to instantiate a class with arguments',
        'No evidence the student can instantiate a class with arguments',
        '3',
      ])
    })

    test('reads the grid of hackrd-judging', async () => {
      const table = tablesOf(await read('hackrd-judging.pdf'))[0] ?? fail()
      expect(texts(table)[0]).toEqual(['', '10 - Exceptional', '5 - Fair', '0 - Poor', 'Score'])
      expect(texts(table).map((row) => row[0])).toEqual([
        '',
        'Originality / Ambition',
        'User Experience / Polish',
        'Overall Quality',
        'Quality of Pitch/ Presentation',
      ])
      expect(texts(table)[4]?.[1]).toBe(
        'The presenters completely sold you on the utility and necessity of their project. This project is something that you would use/buy outside of the hackathon.',
      )
    })

    test('reads the points of charleston-points', async () => {
      const table = tablesOf(await read('charleston-points.pdf'))[0] ?? fail()
      expect(texts(table).map((row) => row.slice(0, 2))).toEqual([
        ['Category', 'Points'],
        ['Implementation', '15'],
        ['Creativity', '10'],
        ['Data', '10'],
        ['Impact', '10'],
        ['X-Factor', '5'],
      ])
      expect(texts(table)[2]?.[2]).toBe(
        '• Is the idea for the project unique?\n• Was the data used in a creative way?',
      )
    })

    test('reads the grid of es-cs1103-4x5', async () => {
      const table = tablesOf(await read('es-cs1103-4x5.pdf'))[0] ?? fail()
      expect([table.rows, table.columns]).toEqual([6, 5])
      expect(texts(table)[0]?.map((t) => t.replace(/\s+/g, ' '))).toEqual([
        'Criterio',
        'EXCELENTE (4 Puntos)',
        'ADECUADO (3 Puntos)',
        'MINIMO (2 Puntos)',
        'INSUFICIENTE (1 Punto)',
      ])
    })

    test('finds no text in the picture of a letterhead', async () => {
      await expect(read('NEG-letterhead.pdf')).rejects.toMatchObject({ code: 'NO_TEXT_LAYER' })
    })
  },
)

function fail(): never {
  throw new Error('The table is missing.')
}
