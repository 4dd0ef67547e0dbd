/** The image that REANA's engine gives to tools that name none (its `--default-container`). */
export const defaultImage = 'frolvlad/alpine-bash';
