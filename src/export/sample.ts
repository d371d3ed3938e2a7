import { type Resume, resumeSchema } from '../shared/resume.ts'
import sample from '../templates/sample-resume.json'

export const sampleResume: Resume = resumeSchema.parse(sample)
