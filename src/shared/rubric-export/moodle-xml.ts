import { type Rubric, worthOf } from '../rubric.ts'
import { type Loss, lossReport } from './loss.ts'
import { completePoints, flatten, reportUnheld, withScale } from './resolve.ts'
import { decimal, utf8 } from './text.ts'
import { childText, escapeXml, findAll, readXml } from './xml.ts'

// The shape of `grading.xml` in a Moodle backup: grade/grading/form/rubric/backup/moodle2/
// backup_gradingform_rubric_plugin.class.php. The rules are those of its editor, rubriceditor.php.
const PLAIN = 2 // FORMAT_PLAIN of lib/weblib.php
const READY = 20 // gradingform_controller::DEFINITION_STATUS_READY
const OPTIONS = {
  sortlevelsasc: '0',
  lockzeropoints: '1',
  alwaysshowdefinition: '1',
  showdescriptionteacher: '1',
  showdescriptionstudent: '1',
  showscoreteacher: '1',
  showscorestudent: '1',
  enableremarks: '1',
  showremarksstudent: '1',
}

interface MoodleLevel {
  score: string
  definition: string
}

/** A rubric definition of Moodle's advanced grading. */
export function writeMoodleXml(rubric: Rubric): { bytes: Uint8Array<ArrayBuffer>; losses: Loss[] } {
  const losses = lossReport()
  const flat = flatten(rubric, losses)
  reportUnheld(rubric, flat, losses, 'Moodle', { title: true, demandsPoints: true })
  let ids = 0
  let best = 0
  const criteria = flat.criteria.map((criterion, c) => {
    if (criterion.title === '') {
      losses.add('ADDED', 'Moodle demands a description of every criterion.', `${criterion.pointer}/title`)
    }
    if (criterion.description !== '') {
      losses.add(
        'CHANGED',
        'Moodle has one text a criterion: title and description are written together.',
        `${criterion.pointer}/description`,
      )
    }
    const points = completePoints(criterion.levels)
    const levels = criterion.levels.map((level, l): MoodleLevel => {
      const exact = points[l] ?? 0
      // `score` is decimal(10,5) in gradingform_rubric_levels.
      const score = decimal(exact, 5)
      if (worthOf(level) === undefined) {
        losses.add(
          'ADDED',
          'Moodle demands points for every level: numbers that keep the order are written.',
          `${level.pointer}/max`,
        )
      } else if (Number(score) !== exact) {
        for (const end of ['min', 'max']) {
          losses.add('CHANGED', 'Moodle rounds points to five decimals.', `${level.pointer}/${end}`)
        }
      }
      if (level.label === '' && level.descriptor === '') {
        losses.add(
          'ADDED',
          'Moodle demands a definition of every level: “Level 1” and so on is written.',
          `${level.pointer}/descriptor`,
        )
      }
      if (level.label !== '' && level.descriptor !== '') {
        losses.add(
          'CHANGED',
          'Moodle has one text a level: label and descriptor are written together.',
          `${level.pointer}/label`,
        )
      }
      return {
        score,
        definition: [level.label, level.descriptor].filter(Boolean).join('\n') || `Level ${l + 1}`,
      }
    })
    while (levels.length < 2) {
      losses.add(
        'ADDED',
        'Moodle demands two levels a criterion: “Level 1” worth 0 points and so on is written.',
        `${criterion.pointer}/levels`,
      )
      const top = Math.max(0, ...levels.map(({ score }) => Number(score)))
      levels.push({
        score: levels.length === 0 || top === 0 ? '1' : '0',
        definition: `Level ${levels.length + 1}`,
      })
    }
    if (new Set(levels.map(({ score }) => score)).size < 2) {
      losses.add(
        'CHANGED',
        'Moodle’s editor refuses a criterion whose levels are all worth the same: change one there.',
        `${criterion.pointer}/levels`,
      )
    }
    best += Math.max(...levels.map(({ score }) => Number(score)))
    ids += 1
    return [
      `            <criterion id="${ids}">`,
      `              <sortorder>${c + 1}</sortorder>`,
      `              <description>${escapeXml([criterion.title || `Criterion ${c + 1}`, criterion.description].filter(Boolean).join('\n'))}</description>`,
      `              <descriptionformat>${PLAIN}</descriptionformat>`,
      '              <levels>',
      ...levels.map(({ score, definition }, l) => {
        const id = c * 1_000 + l + 1
        return `                <level id="${id}"><score>${score}</score><definition>${escapeXml(definition)}</definition><definitionformat>${PLAIN}</definitionformat></level>`
      }),
      '              </levels>',
      '            </criterion>',
    ].join('\n')
  })
  if (best <= 0) {
    losses.add(
      'CHANGED',
      'Moodle’s editor refuses a rubric whose best levels add up to nothing: give points there.',
      '/scoring',
    )
  }
  if (flat.title === '') losses.add('ADDED', 'Moodle demands a name: “Rubric” is written.', '/title')
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<areas>
  <area id="1">
    <areaname>submissions</areaname>
    <activemethod>rubric</activemethod>
    <definitions>
      <definition id="1">
        <method>rubric</method>
        <name>${escapeXml(flat.title || 'Rubric')}</name>
        <description></description>
        <descriptionformat>${PLAIN}</descriptionformat>
        <status>${READY}</status>
        <options>${escapeXml(JSON.stringify(OPTIONS))}</options>
        <plugin_gradingform_rubric_definition>
          <criteria>
${criteria.join('\n')}
          </criteria>
        </plugin_gradingform_rubric_definition>
        <instances>
        </instances>
      </definition>
    </definitions>
  </area>
</areas>
`
  return { bytes: utf8(xml), losses: withScale(rubric, losses.list()) }
}

/** What Moodle's rubric editor would refuse, in words; nothing when the file is right. */
export function checkMoodleXml(bytes: Uint8Array): string[] {
  const root = readXml(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  const problems: string[] = []
  const [definition] = findAll(root, 'definition').filter(({ children }) => children.length > 0)
  if (!definition || childText(definition, 'method') !== 'rubric') return ['Holds no rubric definition.']
  if (childText(definition, 'name').trim() === '') problems.push('The rubric has no name.')
  const criteria = findAll(root, 'criterion')
  if (criteria.length === 0) problems.push('Holds no criterion.')
  const ids = new Set<string | undefined>()
  criteria.forEach((criterion, c) => {
    const where = `Criterion ${c + 1}`
    const levels = findAll(criterion, 'level')
    if (childText(criterion, 'description').trim() === '') problems.push(`${where}: no description.`)
    if (levels.length < 2) problems.push(`${where}: fewer than two levels.`)
    levels.forEach((level, l) => {
      if (ids.has(level.attributes.id)) problems.push(`${where}, level ${l + 1}: its id is taken.`)
      ids.add(level.attributes.id)
      if (!/^-?\d{1,9}(\.\d{1,5})?$/.test(childText(level, 'score')))
        problems.push(`${where}, level ${l + 1}: no valid score.`)
      if (childText(level, 'definition').trim() === '')
        problems.push(`${where}, level ${l + 1}: no definition.`)
    })
  })
  return problems
}
