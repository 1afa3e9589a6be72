{{- /* The pod of an instance: the same, whether its log is in a file or in a broker. */ -}}
{{- define "crowsnest.pod" -}}
metadata:
  labels:
    {{- include "crowsnest.labels" . | nindent 4 }}
spec:
  serviceAccountName: {{ include "crowsnest.name" . }}
  automountServiceAccountToken: false
  # The variables that Kubernetes would add for the Service begin with CROWSNEST_ too, and are no settings.
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ add .Values.leaveSeconds .Values.shutdownSeconds }}
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 1000
    runAsGroup: 1000
    fsGroup: 1000
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: crowsnest
      image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      ports:
        - name: http
          containerPort: 3000
      env:
        {{- include "crowsnest.environment" . | nindent 8 }}
      # It listens once it has read the log.
      startupProbe:
        {{- include "crowsnest.probe" (list . "live") | nindent 8 }}
        periodSeconds: 2
        failureThreshold: 150
      livenessProbe:
        {{- include "crowsnest.probe" (list . "live") | nindent 8 }}
        periodSeconds: 10
        failureThreshold: 3
        timeoutSeconds: 5
      readinessProbe:
        {{- include "crowsnest.probe" (list . "ready") | nindent 8 }}
        periodSeconds: 2
        failureThreshold: 1
        timeoutSeconds: 5
      lifecycle:
        preStop:
          exec:
            command: ["sleep", "{{ .Values.leaveSeconds }}"]
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      volumeMounts:
        - name: data
          mountPath: /data
        - name: config
          mountPath: /etc/crowsnest
          readOnly: true
  volumes:
    - name: config
      secret:
        secretName: {{ .Values.configSecret }}
        defaultMode: 0440
    {{- if include "crowsnest.shared" . }}
    - name: data
      emptyDir: {}
    {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  # The instances are on different machines where that can be had.
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "crowsnest.selector" . | nindent 10 }}
{{- end -}}

{{- define "crowsnest.probe" -}}
{{- $root := index . 0 -}}
httpGet:
  path: {{ get $root.Values.settings "CROWSNEST_PATH" }}/health/{{ index . 1 }}
  port: http
{{- end -}}

{{- define "crowsnest.environment" -}}
- name: CROWSNEST_CONFIG
  value: /etc/crowsnest/crowsnest.json
- name: CROWSNEST_PUBLIC_URL
  value: {{ .Values.publicUrl | quote }}
- name: CROWSNEST_ALLOWED_HOSTS
  value: {{ join "," .Values.allowedHosts | quote }}
- name: CROWSNEST_TRUST_PROXY
  value: {{ .Values.trustProxy | quote }}
{{- if include "crowsnest.shared" . }}
- name: CROWSNEST_LOG
  value: {{ .Values.log.url | quote }}
- name: POD_IP
  valueFrom:
    fieldRef:
      fieldPath: status.podIP
# Where the other instances reach this one.
- name: CROWSNEST_PEER_URL
  value: {{ get .Values.settings "CROWSNEST_PEER_URL" | default "http://$(POD_IP):3000" | quote }}
{{- with .Values.log.passwordSecret }}
- name: {{ if regexMatch "^redis" $.Values.log.url }}CROWSNEST_REDIS_PASSWORD{{ else }}CROWSNEST_NATS_PASSWORD{{ end }}
  valueFrom:
    secretKeyRef:
      name: {{ . }}
      key: {{ $.Values.log.passwordKey }}
{{- end }}
{{- end }}
{{- range $name, $value := omit .Values.settings "CROWSNEST_PEER_URL" }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}
