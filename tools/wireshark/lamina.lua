-- Takes the datagrams of Lamina's udp bearer apart, layer by layer. Formats: docs/WIRE.md.
--
--   wireshark -X lua_script:tools/wireshark/lamina.lua trace.pcapng
--   tshark    -X lua_script:tools/wireshark/lamina.lua -r trace.pcapng -O lamina
--
-- No packet of a flow says what it carries: the two ends agreed on that when they allocated the flow. So this script
-- listens to allocation, as they do, and remembers for each end point (EID) what the flow is for and which elements are
-- in front of the payload. Preferences decide for flows whose allocation is not in the trace.

local lamina = Proto("lamina", "Lamina")

lamina.prefs.ports = Pref.range("UDP ports", "3435", "Ports of udp bearers", 65535)
lamina.prefs.address_size = Pref.uint("Address size", 4, "Bytes of an address in the unicast layers, 1 to 8")
lamina.prefs.unknown = Pref.enum("Other flows", 0, "What flows carry whose allocation is not in the trace", {
    { 1, "Bytes", 0 },
    { 2, "Packets of a unicast layer", 1 },
    { 3, "CRC-32C and FRCP", 2 },
    { 4, "FRCP", 3 },
}, false)

local REASONS = {
    [0] = "none", [1] = "normal", [2] = "name unknown", [3] = "no listener", [4] = "refused", [5] = "version mismatch",
    [6] = "no common composition", [7] = "denied", [8] = "timeout", [9] = "no resources", [10] = "peer died",
    [11] = "lower flow lost", [12] = "shutting down", [13] = "protocol error", [14] = "unreachable", [15] = "stack lost", [16] = "address taken",
    [17] = "program not started", [18] = "peer silent", [19] = "reset", [20] = "no bandwidth",
    [255] = "other",
}
local BEARER_KINDS = {
    [1] = "query", [2] = "query reply", [3] = "allocation", [4] = "probe", [5] = "probe reply", [6] = "piece",
    [255] = "version refusal",
}
local ALLOCATION_KINDS = {
    [1] = "request", [2] = "reply", [3] = "confirm", [4] = "update", [5] = "close", [6] = "close ack",
    [7] = "cookie", [8] = "request with cookie", [255] = "version refusal",
}
local COMPONENTS = { [1] = "enrolment", [2] = "management", [3] = "data transfer" }
local ELEMENTS = { [1] = "FRCP", [2] = "integrity" }
local CUBES = { [0] = "best effort", [1] = "video", [2] = "voice" }
local FRAGMENTS = { [0] = "last", [1] = "single", [2] = "middle", [3] = "first" }
local TRACES = { [1] = "question", [2] = "answer" }
local TRACE_FORMS = { [0] = "problem", [1] = "member", [2] = "udp", [3] = "local" }
local TRACE_PROBLEMS = { [0] = "no answer", [1] = "no way", [2] = "untold", [3] = "busy" }
local PROBES = { [1] = "asks", [2] = "answers" }
local NEIGHBOUR_COMPONENTS = { [1] = "directory", [4] = "packet size", [5] = "part", [6] = "reservation", [7] = "sealed for a neighbour" }
local FRCP, INTEGRITY, DATA_TRANSFER = 1, 2, 3

local f = {}
local function field(name, make, label, ...)
    f[name] = make("lamina." .. name:gsub("_", ".", 1), label, ...)
end

field("eid", ProtoField.uint64, "EID", base.HEX)
field("bearer_version", ProtoField.uint8, "Version")
field("bearer_kind", ProtoField.uint8, "Kind", base.DEC, BEARER_KINDS)
field("bearer_cookie", ProtoField.uint64, "Cookie", base.HEX)
field("bearer_found", ProtoField.bool, "Found")
field("bearer_length", ProtoField.uint16, "Length that arrived")
field("bearer_number", ProtoField.uint32, "Datagram")
field("bearer_index", ProtoField.uint8, "Piece")
field("bearer_count", ProtoField.uint8, "Pieces")
field("bearer_total", ProtoField.uint16, "Bytes of the datagram")
field("dt_destination", ProtoField.bytes, "Destination")
field("dt_ttl", ProtoField.uint8, "TTL")
field("dt_cube", ProtoField.uint8, "Cube", base.DEC, CUBES)
field("dt_level", ProtoField.uint8, "Waiting time", base.DEC, nil, 0xf8)
field("dt_marker", ProtoField.uint8, "Marker", base.DEC, nil, 0x07)
field("dt_eid", ProtoField.uint64, "EID", base.HEX)
field("dt_probe", ProtoField.uint8, "Probe", base.DEC, PROBES)
field("fa_version", ProtoField.uint8, "Version")
field("fa_kind", ProtoField.uint8, "Kind", base.DEC, ALLOCATION_KINDS)
field("fa_eid", ProtoField.uint64, "EID of the sender's end", base.HEX)
field("fa_peer", ProtoField.uint64, "EID of the receiver's end", base.HEX)
field("fa_address", ProtoField.bytes, "Sender's address")
field("fa_reason", ProtoField.uint8, "Reason", base.DEC, REASONS)
field("fa_mpl", ProtoField.uint32, "Longest life of a packet (ms)")
field("fa_marker", ProtoField.uint8, "Marker")
field("fa_least", ProtoField.uint8, "Least waiting time")
field("fa_mean", ProtoField.uint8, "Mean waiting time")
field("fa_received", ProtoField.uint64, "Bytes received")
field("fa_time", ProtoField.uint32, "Time (us)")
field("fa_cookie", ProtoField.bytes, "Cookie")
field("fa_lowest", ProtoField.uint8, "Lowest version")
field("fa_highest", ProtoField.uint8, "Highest version")
field("fa_hash", ProtoField.bytes, "Hash of the name")
field("trace_version", ProtoField.uint8, "Version")
field("trace_kind", ProtoField.uint8, "Kind", base.DEC, TRACES)
field("trace_spread", ProtoField.uint64, "EID of the flow", base.HEX)
field("trace_cookie", ProtoField.uint64, "Cookie", base.HEX)
field("trace_asker", ProtoField.uint64, "Asker")
field("trace_below", ProtoField.bytes, "Hops in the layers below")
field("trace_time", ProtoField.uint32, "Round trip in microseconds")
field("trace_form", ProtoField.uint8, "Record", base.DEC, TRACE_FORMS)
field("trace_problem", ProtoField.uint8, "Problem", base.DEC, TRACE_PROBLEMS)
field("trace_layer", ProtoField.string, "Layer")
field("trace_process", ProtoField.string, "Process")
field("trace_flags", ProtoField.uint8, "Flags", base.HEX)
field("trace_address", ProtoField.uint64, "Address")
field("trace_came_by", ProtoField.uint64, "Came by")
field("trace_policy", ProtoField.string, "Routing policy")
field("trace_cost", ProtoField.uint32, "Cost")
field("trace_next", ProtoField.uint64, "Next hop")
field("qos_delay", ProtoField.uint32, "Delay")
field("qos_bandwidth", ProtoField.uint64, "Bandwidth")
field("qos_availability", ProtoField.uint8, "Availability")
field("qos_loss", ProtoField.uint32, "Loss")
field("qos_errors", ProtoField.uint32, "Bit errors")
field("qos_order", ProtoField.bool, "In order", 8, nil, 0x01)
field("qos_gap", ProtoField.uint32, "Longest gap")
field("qos_timeout", ProtoField.uint32, "Peer time-out")
field("suite", ProtoField.uint8, "Handshake suite")
field("handshake", ProtoField.bytes, "Handshake")
field("offer_version", ProtoField.uint8, "Version")
field("offer_min", ProtoField.uint8, "Lowest version")
field("offer_max", ProtoField.uint8, "Highest version")
field("offer_a", ProtoField.uint16, "A: acknowledged within (ms)")
field("offer_r", ProtoField.uint32, "R: sent again for (ms)")
field("offer_window", ProtoField.uint32, "Receive window (packets)")
field("offer_element", ProtoField.uint8, "Element", base.DEC, ELEMENTS)
field("hello_component", ProtoField.uint8, "Component", base.DEC, COMPONENTS)
field("hello_min", ProtoField.uint8, "Lowest version")
field("hello_max", ProtoField.uint8, "Highest version")
field("hello_rest", ProtoField.bytes, "Instance, address, layer")
field("crc", ProtoField.uint32, "CRC-32C", base.HEX)
field("frcp_data", ProtoField.bool, "DATA", 16, nil, 0x0001)
field("frcp_drf", ProtoField.bool, "DRF: run starts here", 16, nil, 0x0002)
field("frcp_acks", ProtoField.bool, "ACK: acknowledgement valid", 16, nil, 0x0004)
field("frcp_fc", ProtoField.bool, "FC: window valid", 16, nil, 0x0008)
field("frcp_rdvs", ProtoField.bool, "RDVS: asks for a window", 16, nil, 0x0010)
field("frcp_end_of_data", ProtoField.bool, "END: nothing more is written", 16, nil, 0x0080)
field("frcp_acknow", ProtoField.bool, "ACKNOW: asks for an acknowledgement", 16, nil, 0x0100)
field("frcp_limited", ProtoField.bool, "LIMITED: stopped by the window", 16, nil, 0x0200)
field("frcp_dro", ProtoField.bool, "DRO: run offset valid", 16, nil, 0x0400)
field("frcp_fragment", ProtoField.uint16, "Fragment", base.DEC, FRAGMENTS, 0x0060)
field("frcp_sacks", ProtoField.uint8, "SACK blocks")
field("frcp_offset", ProtoField.uint8, "Run offset")
field("frcp_window", ProtoField.uint32, "Window: first number not to be sent")
field("frcp_sequence", ProtoField.uint32, "Sequence number")
field("frcp_ack", ProtoField.uint32, "Acknowledgement: next expected")
field("frcp_start", ProtoField.uint32, "Arrived from")
field("frcp_end", ProtoField.uint32, "up to, not including")
field("data", ProtoField.bytes, "Data")

local all = {}
for _, one in pairs(f) do
    all[#all + 1] = one
end
lamina.fields = all

local e = {
    short = ProtoExpert.new("lamina.short", "Packet too short", expert.group.MALFORMED, expert.severity.ERROR),
}
lamina.experts = { e.short }

-- What is known of a flow, by the EID of each of its ends: { component = , elements = { ids, top first } }.
local flows = {}

function lamina.init()
    flows = {}
end

-- EIDs are random numbers of 64 bits, more than a Lua number holds: the key is their bytes.
local function key(range)
    return range:bytes():tohex()
end

-- A cursor over a packet. Reading past the end marks the packet as short and gives nil.
local function cursor(tvb, tree)
    local c = { tvb = tvb, tree = tree, at = 0 }

    function c:left()
        return self.tvb:len() - self.at
    end

    function c:take(length)
        if length > self:left() then
            self.tree:add_proto_expert_info(e.short)
            return nil
        end
        local range = self.tvb(self.at, length)
        self.at = self.at + length
        return range
    end

    function c:add(what, length)
        local range = self:take(length)
        if range then
            self.tree:add(what, range)
        end
        return range
    end

    -- The rest as a buffer of its own, at least one byte; nil where nothing is left.
    function c:rest()
        if self:left() <= 0 then
            return nil
        end
        return self.tvb(self.at, self:left()):tvb()
    end

    return c
end

local function subtree(tree, tvb, label)
    return tree:add(lamina, tvb(), label)
end

local function add_data(tvb, tree)
    if tvb then
        tree:add(f.data, tvb())
    end
end

local function add_hash(c)
    local length = c:take(1)
    if length and length:uint() > 0 then
        c:add(f.fa_hash, length:uint())
    end
end

local function dissect_qos(c)
    c.tree = c.tree:add(lamina, c.tvb(c.at, math.min(30, c:left())), "Quality of service")
    c:add(f.qos_delay, 4)
    c:add(f.qos_bandwidth, 8)
    c:add(f.qos_availability, 1)
    c:add(f.qos_loss, 4)
    c:add(f.qos_errors, 4)
    c:add(f.qos_order, 1)
    c:add(f.qos_gap, 4)
    c:add(f.qos_timeout, 4)
end

-- The offer of a request or the answer of a reply; gives the ids of the elements, top first.
local function dissect_offer(tvb, tree, is_answer)
    local c = cursor(tvb, subtree(tree, tvb, is_answer and "Composition, chosen" or "Composition, offered"))
    if is_answer then
        c:add(f.offer_version, 1)
        c:take(1)
    else
        c:add(f.offer_min, 1)
        c:add(f.offer_max, 1)
    end
    c:add(f.offer_a, 2)
    c:add(f.offer_r, 4)
    c:add(f.offer_window, 4)
    local elements = {}
    local count = c:take(1)
    for _ = 1, count and count:uint() or 0 do
        local id = c:add(f.offer_element, 1)
        local length = c:take(1)
        if not length or (length:uint() > 0 and not c:take(length:uint())) then
            break
        end
        elements[#elements + 1] = id:uint()
    end
    return elements
end

-- The hello that IPC processes put into an allocation; gives the component. Its first bytes are the same in all versions.
local function dissect_hello(tvb, tree)
    local magic = tvb(0, 1):uint()
    if tvb:len() < 13 or magic ~= 0x4D then
        add_data(tvb, tree)
        return nil
    end
    local c = cursor(tvb, subtree(tree, tvb, "Hello of an IPC process"))
    c:take(1)
    local component = c:add(f.hello_component, 1):uint()
    c:add(f.hello_min, 1)
    c:add(f.hello_max, 1)
    c:add(f.hello_rest, c:left())
    return component
end

-- Handshake { composition { user data } }: what rides in a request or a reply. Suite 0 is in clear; the others seal what is inside.
local function dissect_piggyback(tvb, tree, is_answer)
    local flow = { elements = {} }
    local c = cursor(tvb, subtree(tree, tvb, "Piggybacked"))
    local suite = c:add(f.suite, 1)
    if suite and suite:uint() ~= 0 then
        c:add(f.handshake, c:left())
        return flow
    end
    local length = c:left() >= 2 and c:take(2)
    if length and length:uint() > 0 then
        local offer = c:take(length:uint())
        if offer then
            flow.elements = dissect_offer(offer:tvb(), c.tree, is_answer)
        end
    end
    local user = c:rest()
    if user then
        flow.component = dissect_hello(user, c.tree)
    end
    return flow
end

-- A message of flow allocation, with the sender's address in front of its fields where the layer has addresses.
local function dissect_allocation(tvb, tree, address_size)
    local c = cursor(tvb, subtree(tree, tvb, "Flow allocation"))
    local version = c:add(f.fa_version, 1)
    local kind = c:add(f.fa_kind, 1)
    local own = c:add(f.fa_eid, 8)
    if not own then
        return "allocation"
    end
    if address_size > 0 then
        c:add(f.fa_address, address_size)
    end
    local name = ALLOCATION_KINDS[kind:uint()] or "unknown"
    c.tree:append_text(": " .. name)
    if version:uint() == 0 then
        c:add(f.fa_lowest, 1)
        c:add(f.fa_highest, 1)
    elseif name == "request" or name == "request with cookie" then
        if name ~= "request" then
            c:add(f.fa_cookie, 16)
        end
        local whole = c.tree
        dissect_qos(c)
        c.tree = whole
        add_hash(c)
        local length = c:take(2)
        local data = length and length:uint() > 0 and c:take(length:uint())
        if data then
            flows[key(own)] = dissect_piggyback(data:tvb(), c.tree, false)
        end
    elseif name == "reply" then
        local peer = c:add(f.fa_peer, 8)
        local reason = c:add(f.fa_reason, 1)
        c:add(f.fa_mpl, 4)
        local whole = c.tree
        dissect_qos(c)
        c.tree = whole
        local length = c:take(2)
        local data = length and length:uint() > 0 and c:take(length:uint())
        if data then
            local flow = dissect_piggyback(data:tvb(), c.tree, true)
            if peer and reason and reason:uint() == 0 then
                flows[key(own)] = flow
                flows[key(peer)] = flow
            end
        end
    else
        c:add(f.fa_peer, 8)
        if name == "close" then
            c:add(f.fa_reason, 1)
        elseif name == "cookie" then
            c:add(f.fa_cookie, 16)
        elseif name == "update" then
            c:add(f.fa_marker, 1)
            c:add(f.fa_least, 1)
            c:add(f.fa_mean, 1)
            c:add(f.fa_received, 8)
            c:add(f.fa_time, 4)
            c:add(f.crc, 4)
        end
    end
    return name
end

-- FRCP's header and what follows it: a fragment, or blocks.
local function dissect_frcp(tvb, tree)
    local c = cursor(tvb, subtree(tree, tvb, "FRCP"))
    local flags = c:take(2)
    if not flags then
        return "FRCP"
    end
    for _, flag in ipairs({ f.frcp_data, f.frcp_drf, f.frcp_acks, f.frcp_fc, f.frcp_rdvs, f.frcp_end_of_data, f.frcp_acknow, f.frcp_limited, f.frcp_dro }) do
        c.tree:add(flag, flags)
    end
    local is_data = flags:bitfield(15, 1) == 1
    if is_data then
        c.tree:add(f.frcp_fragment, flags)
    end
    local blocks = c:add(f.frcp_sacks, 1)
    c:add(f.frcp_offset, 1)
    c:add(f.frcp_window, 4)
    local sequence = c:add(f.frcp_sequence, 4)
    local acknowledgement = c:add(f.frcp_ack, 4)
    if not acknowledgement then
        return "FRCP"
    end
    local text = (is_data and "seq " .. sequence:uint() or "control")
        .. (flags:bitfield(13, 1) == 1 and " ack " .. acknowledgement:uint() or "")
    c.tree:append_text(": " .. text)
    if is_data then
        add_data(c:rest(), tree)
    else
        for _ = 1, blocks:uint() do
            if not c:add(f.frcp_start, 4) or not c:add(f.frcp_end, 4) then
                break
            end
        end
    end
    return "FRCP " .. text
end

local dissect_transfer

-- A packet of a flow, from the element that is furthest out (the last of the list) inwards.
local function dissect_elements(tvb, tree, elements)
    for index = #elements, 1, -1 do
        if not tvb then
            return "flow"
        elseif elements[index] == INTEGRITY then
            local c = cursor(tvb, tree)
            c:add(f.crc, 4)
            tvb = c:rest()
        elseif elements[index] == FRCP then
            return dissect_frcp(tvb, tree)
        else
            break
        end
    end
    add_data(tvb, tree)
    return "flow"
end

local UNKNOWN = {
    [0] = { elements = {} },
    [1] = { elements = {}, component = DATA_TRANSFER },
    [2] = { elements = { FRCP, INTEGRITY } },
    [3] = { elements = { FRCP } },
}

local function dissect_flow(tvb, tree, eid)
    local flow = flows[key(eid)] or UNKNOWN[lamina.prefs.unknown]
    if not tvb then
        return "empty"
    elseif flow.component == DATA_TRANSFER then
        return dissect_transfer(tvb, tree)
    end
    local what = dissect_elements(tvb, tree, flow.elements)
    return COMPONENTS[flow.component] and COMPONENTS[flow.component] .. ", " .. what or what
end

-- A text of a trace: its length in a byte, then UTF-8.
local function add_text(c, what)
    local length = c:take(1)
    if length and length:uint() > 0 then
        return c:add(what, length:uint())
    end
end

-- A message of the trace component; docs/WIRE.md, TraceRecord.cs.
local function dissect_trace(tvb, tree)
    local c = cursor(tvb, subtree(tree, tvb, "Trace"))
    c:add(f.trace_version, 1)
    local kind = c:add(f.trace_kind, 1)
    if not kind then
        return "trace"
    end
    local name = TRACES[kind:uint()] or "unknown"
    c.tree:append_text(": " .. name)
    if name == "question" then
        c:add(f.trace_spread, 8)
        c:add(f.trace_cookie, 8)
        c:add(f.trace_asker, 8)
        local count = c:take(1)
        if count and count:uint() > 0 then
            c:add(f.trace_below, count:uint())
        end
    elseif name == "answer" then
        c:add(f.trace_cookie, 8)
        c:add(f.trace_time, 4)
        local form = c:add(f.trace_form, 1)
        local what = form and TRACE_FORMS[form:uint()] or "unknown"
        if what == "problem" then
            c:add(f.trace_problem, 1)
        elseif what ~= "unknown" then
            add_text(c, f.trace_layer)
            add_text(c, f.trace_process)
        end
        if what == "member" then
            c:add(f.trace_flags, 1)
            c:add(f.trace_address, 8)
            c:add(f.trace_came_by, 8)
            add_text(c, f.trace_policy)
            c:add(f.trace_cost, 4)
            local count = c:take(1)
            for _ = 1, count and count:uint() or 0 do
                if not c:add(f.trace_next, 8) or not c:add(f.trace_flags, 1) then
                    break
                end
                add_text(c, f.trace_process)
            end
        end
        name = name .. ", " .. what
    end
    return "trace " .. name
end

-- A packet of a unicast layer: header, then a component of the member (EIDs below 64) or a flow.
function dissect_transfer(tvb, tree)
    local c = cursor(tvb, subtree(tree, tvb, "Data transfer"))
    local size = math.max(1, math.min(8, lamina.prefs.address_size))
    local destination = c:add(f.dt_destination, size)
    local ttl = c:add(f.dt_ttl, 1)
    c:add(f.dt_cube, 1)
    local congestion = c:take(1)
    if congestion then
        c.tree:add(f.dt_level, congestion)
        c.tree:add(f.dt_marker, congestion)
    end
    local eid = c:add(f.dt_eid, 8)
    if not eid then
        return "data transfer"
    end
    local to = destination:bytes():tohex()
    c.tree:append_text(": to " .. to .. ", TTL " .. ttl:uint())
    local rest = c:rest()
    local inner
    if eid:range(0, 4):uint() > 0 or eid:range(4, 4):uint() >= 64 then
        inner = dissect_flow(rest, tree, eid)
    elseif not rest then
        inner = "empty"
    elseif eid:range(4, 4):uint() == 0 then
        inner = dissect_allocation(rest, tree, size)
    elseif eid:range(4, 4):uint() == 2 then
        tree:add(f.dt_probe, rest(0, 1))
        inner = "probe " .. (PROBES[rest(0, 1):uint()] or "")
    elseif eid:range(4, 4):uint() == 3 then
        inner = dissect_trace(rest, tree)
    else
        add_data(rest, tree)
        local component = eid:range(4, 4):uint()
        inner = NEIGHBOUR_COMPONENTS[component] or "component " .. component
    end
    return "to " .. to .. ": " .. inner
end

-- Management of the bearer.
local function dissect_management(c, tree)
    local version = c:add(f.bearer_version, 1)
    local kind = c:add(f.bearer_kind, 1)
    if not kind then
        return "management"
    end
    local name = BEARER_KINDS[kind:uint()] or "unknown"
    if name == "allocation" then
        local rest = c:rest()
        return rest and dissect_allocation(rest, tree, 0) or name
    elseif name == "piece" then
        c:add(f.bearer_number, 4)
        c:add(f.bearer_index, 1)
        c:add(f.bearer_count, 1)
        c:add(f.bearer_total, 2)
        add_data(c:rest(), c.tree)
    elseif BEARER_KINDS[kind:uint()] then
        c:add(f.bearer_cookie, 8)
        if version:uint() == 0 then
            c:add(f.fa_lowest, 1)
            c:add(f.fa_highest, 1)
        elseif name == "query" then
            add_hash(c)
        elseif name == "query reply" then
            c:add(f.bearer_found, 1)
        elseif name == "probe reply" then
            c:add(f.bearer_length, 2)
        end
    end
    return name
end

function lamina.dissector(tvb, pinfo, tree)
    pinfo.cols.protocol = "Lamina"
    local c = cursor(tvb, tree:add(lamina, tvb(), "Lamina"))
    local eid = c:add(f.eid, 8)
    if not eid then
        return
    end
    local is_management = eid:range(0, 4):uint() == 0 and eid:range(4, 4):uint() == 0
    pinfo.cols.info = is_management and dissect_management(c, tree) or dissect_flow(c:rest(), tree, eid)
end

local udp = DissectorTable.get("udp.port")
local registered

local function listen()
    if registered ~= lamina.prefs.ports then
        if registered then
            udp:remove(registered, lamina)
        end
        registered = lamina.prefs.ports
        udp:add(registered, lamina)
    end
end

lamina.prefs_changed = listen
listen()
