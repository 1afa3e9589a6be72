{{- define "crowsnest.name" -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "crowsnest.selector" -}}
app.kubernetes.io/name: crowsnest
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "crowsnest.labels" -}}
{{ include "crowsnest.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- /* Whether the log is in a broker, which several instances share. */ -}}
{{- define "crowsnest.shared" -}}
{{- if .Values.log.url }}true{{ end -}}
{{- end -}}
