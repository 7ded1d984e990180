using Lamina.Daemon.Configuration.Steps;
using Lamina.Daemon.Control;
using Lamina.Daemon.Nodes;
using Lamina.Protocols.Routing;

namespace Lamina.Daemon.Configuration.Reading;

/// <summary>Reads one IPC process: <c>{ "name", "type", "bootstrap": {} or "enrol": {}, "connect": [] }</c>.</summary>
internal sealed class IpcpReader(ConfigObject ipcp, string directory, UdpPortsInUse ports)
{
    private static readonly string[] Types = ["local", "udp", "unicast"];
    private static readonly string[] LaterTypes = ["broadcast", "eth-dix", "eth-llc", "vde"];

    public List<ConnectStep> Connections { get; } = [];

    public IpcpDraft Read()
    {
        string name = ipcp.RequiredName("name", "\"name\": \"net.a\"") ?? "";
        string type = ReadType();
        IpcpDraft draft = new(name, ipcp.PositionOf("name"), type);
        ConfigObject? bootstrap = ipcp.Object("bootstrap");
        ConfigObject? enrol = ipcp.Object("enrol");
        if (bootstrap is not null && enrol is not null)
        {
            ipcp.Note("enrol", "an IPC process is either the first member of a layer or joins one", "\"bootstrap\" or \"enrol\"");
        }

        draft = bootstrap is not null ? new BootstrapReader(bootstrap, type, directory, ports).Read(draft)
            : enrol is not null ? ReadEnrolment(enrol, draft)
            : draft with { Process = new ProcessStep(draft.Position, name, type, null, null) };
        foreach (ConfigObject connection in ipcp.Objects("connect"))
        {
            ReadConnection(connection, draft);
        }

        ipcp.Finish();
        return draft;
    }

    private string ReadType()
    {
        if (ipcp.Text("type") is not { } type)
        {
            if (!ipcp.Has("type"))
            {
                ipcp.Note(ipcp.Position, "\"type\" is missing", string.Join(", ", Types));
            }

            return "";
        }

        if (LaterTypes.Contains(type))
        {
            ipcp.Note("type", $"type \"{type}\" cannot be used yet", $"this version has {string.Join(", ", Types)}");
            return "";
        }

        return ipcp.Word("type", Types) ?? "";
    }

    private static IpcpDraft ReadEnrolment(ConfigObject enrol, IpcpDraft draft)
    {
        string? destination = enrol.NameText("dst");
        string? layer = enrol.NameText("layer");
        bool autobind = enrol.Flag("autobind");
        bool insecure = enrol.Flag("insecure");
        bool router = enrol.Flag("router");
        if (!enrol.Has("dst") && !enrol.Has("layer"))
        {
            enrol.Note(enrol.Position, "say through whom, or into which layer", "\"dst\": \"net.a\", or \"layer\": \"net\"");
        }

        if (draft.Type is "local" or "udp")
        {
            enrol.Note(enrol.Position, $"a process of type {draft.Type} cannot enrol", "\"bootstrap\": { \"layer\": ... }");
        }

        enrol.Finish();
        EnrolRequest request = new(destination ?? layer ?? "", null, autobind, insecure, router) { Layer = insecure ? null : layer };
        return draft with
        {
            Layer = layer,
            IsRouter = router,
            IsAutobound = autobind,
            Process = new ProcessStep(draft.Position, draft.Name, draft.Type, null, request),
            Enrolment = new EnrolStep(enrol.Position, draft.Name, request),
        };
    }

    private void ReadConnection(ConfigObject connection, IpcpDraft draft)
    {
        string? destination = connection.RequiredName("dst", "\"dst\": \"net.a\"");
        string component = connection.Word("component", ["dt", "mgmt", "all"]) ?? "all";
        string? qos = connection.Word("qos", ["raw"]);
        string? weight = connection.Text("weight");
        if (weight is not null && !LinkWeights.TryParse(weight, out _))
        {
            connection.Note("weight", $"\"{weight}\" is no weight of a link", "\"N[,video=N][,voice=N]\", each from 1 to 65535");
        }

        string? capacity = connection.Text("capacity");
        if (capacity is not null && Rates.Read(capacity, out _) is { IsOk: false } noRate)
        {
            connection.Note("capacity", noRate.Message, noRate.Hint);
        }

        if (draft.Type is "local" or "udp")
        {
            connection.Note(connection.Position, $"a process of type {draft.Type} has no adjacencies", "\"connect\" belongs to a unicast process");
        }
        else if (destination is not null && destination == draft.Name)
        {
            connection.Note("dst", $"{draft.Name} would be connected to itself", "the name of another member");
        }
        else if (destination is not null && Connections.Exists(other => other.Key == Key(destination, component)))
        {
            connection.Note("dst", $"{draft.Name} is connected to \"{destination}\" already", "say it once");
        }
        else if (destination is not null)
        {
            Connections.Add(new ConnectStep(connection.Position, draft.Name, new ConnectRequest(destination, component, qos, weight, capacity)));
        }

        connection.Finish();

        string Key(string to, string part) => new ConnectStep(default, draft.Name, new ConnectRequest(to, part)).Key;
    }
}
