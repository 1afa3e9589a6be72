# An MCP server over stdio of the least size, which only begins sessions: hundreds of it can run at once.
while read -r line; do
  case $line in
    *'"method":"initialize"'*)
      id=${line#*'"id":'}
      printf '{"jsonrpc":"2.0","id":%s,"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"small","version":"1"}}}\n' "${id%%[,\}]*}"
      ;;
  esac
done
