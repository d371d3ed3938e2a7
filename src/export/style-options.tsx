import {
  type Density,
  densities,
  type FontPair,
  fontPairs,
  type Paper,
  papers,
} from '../shared/export-pdf.ts'
import { type ExportSettings, templateOf } from './export-settings.ts'

interface StyleOptionsProps {
  settings: ExportSettings
  onChange: (settings: ExportSettings) => void
}

const paperNames: Record<Paper, string> = { a4: 'A4', letter: 'Letter' }
const fontNames: Record<FontPair, string> = { sans: 'Sans', serif: 'Serif', mixed: 'Mixed' }
const densityNames: Record<Density, string> = { airy: 'Airy', normal: 'Normal', tight: 'Tight' }

export function StyleOptions({ settings, onChange }: StyleOptionsProps) {
  const own = templateOf(settings).options
  const { accent = own.accent, fontPair = own.fontPair, density = own.density } = settings.options
  const option = (change: ExportSettings['options']) =>
    onChange({ ...settings, options: { ...settings.options, ...change } })
  return (
    <div className="style-options">
      <Segments
        legend="Paper"
        values={papers}
        names={paperNames}
        value={settings.paper}
        onChange={(paper) => onChange({ ...settings, paper })}
      />
      <Segments
        legend="Type"
        values={fontPairs}
        names={fontNames}
        value={fontPair}
        onChange={(value) => option({ fontPair: value })}
      />
      <Segments
        legend="Spacing"
        values={densities}
        names={densityNames}
        value={density}
        onChange={(value) => option({ density: value })}
      />
      <div className="option-row">
        <label className="option-label" htmlFor="accent">
          Accent
        </label>
        <span className="accent">
          <input
            id="accent"
            type="color"
            value={accent}
            onChange={(event) => option({ accent: event.target.value })}
          />
          {Object.keys(settings.options).length > 0 && (
            <button
              type="button"
              className="button-link"
              onClick={() => onChange({ ...settings, options: {} })}
            >
              Template’s own
            </button>
          )}
        </span>
      </div>
    </div>
  )
}

interface SegmentsProps<Value extends string> {
  legend: string
  values: readonly Value[]
  names: Record<Value, string>
  value: Value
  onChange: (value: Value) => void
}

function Segments<Value extends string>({ legend, values, names, value, onChange }: SegmentsProps<Value>) {
  return (
    <fieldset className="option-row">
      <legend className="option-label">{legend}</legend>
      <span className="segments">
        {values.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name={legend}
              value={each}
              checked={each === value}
              onChange={() => onChange(each)}
            />
            <span>{names[each]}</span>
          </label>
        ))}
      </span>
    </fieldset>
  )
}
