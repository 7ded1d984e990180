using System.Net;
using Lamina.Core;
using Lamina.Daemon.Configuration.Steps;
using Lamina.Daemon.Configuration.Text;
using Lamina.Daemon.Control;
using Lamina.Daemon.Nodes;
using Lamina.Ipc;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Ipc.Unicast.Policies;
using Lamina.Node.Management;

namespace Lamina.Daemon.Configuration.Reading;

/// <summary>Reads "bootstrap": the layer and the options of the type, in the words of `lamina ipcp bootstrap`.</summary>
internal sealed class BootstrapReader(ConfigObject bootstrap, string type, string directory, UdpPortsInUse ports)
{
    private static readonly PolicyCatalogue Policies = PolicyCatalogue.WithBuiltIns();

    public IpcpDraft Read(IpcpDraft draft)
    {
        string? layer = bootstrap.RequiredName("layer", "\"layer\": \"net\"");
        bool autobind = bootstrap.Flag("autobind");
        bool insecure = bootstrap.Flag("insecure");
        UdpSettings? udp = type == "udp" ? ReadUdp() : null;
        UnicastSettings? unicast = type == "unicast" ? ReadUnicast() : null;
        if (type == "unicast" && !insecure && unicast?.Mps < LayerSecurity.LeastPacketSize)
        {
            bootstrap.Note(
                "mps", $"packets of {unicast.Mps} bytes do not carry the handshakes of a secure layer", $"{LayerSecurity.LeastPacketSize} or more, or leave it out");
        }

        if (type is "local" or "udp" && autobind)
        {
            bootstrap.Note("autobind", $"a process of type {type} is a bearer and accepts no flows: it is behind no name", "leave it out");
        }

        // Where the type is the mistake, nobody knows which options it has.
        if (type.Length > 0)
        {
            bootstrap.Finish();
        }

        BootstrapRequest request = new(layer ?? "", type, autobind, insecure, udp, unicast);
        return draft with
        {
            Layer = layer,
            IsBootstrapped = true,
            IsRouter = unicast?.Router ?? false,
            IsAutobound = autobind,
            Process = new ProcessStep(draft.Position, draft.Name, type, request, null),
        };
    }

    private UdpSettings ReadUdp()
    {
        string? text = bootstrap.Text("ip");
        int? port = bootstrap.Integer("port", 0, 65535);
        IReadOnlyList<(string Text, ConfigPosition Position)> peers = bootstrap.Texts("peer");
        IReadOnlyList<(string Text, ConfigPosition Position)> maps = bootstrap.Texts("map");
        string? hosts = bootstrap.Text("hosts");
        string? dns = bootstrap.Text("dns");
        string? impair = bootstrap.Text("impair");
        if (impair is not null && ImpairmentText.Parse(impair, out _) is { IsOk: false } wrong)
        {
            bootstrap.Note("impair", wrong.Message, wrong.Hint);
        }

        string? capacity = bootstrap.Text("capacity");
        if (capacity is not null && Rates.Read(capacity, out _) is { IsOk: false } noRate)
        {
            bootstrap.Note("capacity", noRate.Message, noRate.Hint);
        }

        if (!bootstrap.Has("ip"))
        {
            bootstrap.Note(bootstrap.Position, "a udp layer needs the local address", "\"ip\": \"192.0.2.1\"");
        }

        if (text is not null && !IPAddress.TryParse(text, out _))
        {
            bootstrap.Note("ip", $"\"{text}\" is no IP address", "192.0.2.1, 2001:db8::1; :: for all of both families");
        }
        else if (text is not null)
        {
            IPEndPoint local = new(IPAddress.Parse(text), port ?? UdpParameters.DefaultPort);
            if (ports.Take(local, bootstrap.PositionOf("ip")) is { } taken)
            {
                bootstrap.Note("ip", $"UDP port {local.Port} of {text} is used already, in line {taken.Line}", "\"port\" with another number");
            }

            Examine(peers, peer => UdpPlaces.ExaminePlace(peer, local.Address));
            Examine(maps, map => UdpPlaces.ExamineMap(map, local.Address));
        }

        if (dns is not null && UdpPlaces.ExamineDns(dns) is { IsOk: false } noServer)
        {
            bootstrap.Note("dns", noServer.Message, "192.0.2.53, [2001:db8::53]:5353");
        }

        return new UdpSettings(
            text ?? "", port, Texts(peers), Texts(maps), hosts is null ? null : Path.GetFullPath(hosts, directory), dns, impair, capacity);

        static string[] Texts(IReadOnlyList<(string Text, ConfigPosition Position)> entries) => [.. entries.Select(entry => entry.Text)];
    }

    private void Examine(IReadOnlyList<(string Text, ConfigPosition Position)> places, Func<string, Outcome> examine)
    {
        foreach ((string place, ConfigPosition position) in places)
        {
            if (examine(place) is { IsOk: false } wrong)
            {
                bootstrap.Note(position, wrong.Message, wrong.Hint);
            }
        }
    }

    private UnicastSettings ReadUnicast() => new(
        bootstrap.Integer("addressSize", 1, 8),
        bootstrap.Flag("router"),
        bootstrap.Integer("ttl", 1, 255),
        bootstrap.Word("hash", ["sha3-256"]),
        bootstrap.Word("routing", Policies.Routing.Names),
        bootstrap.Word("directory", Policies.Directories.Names),
        bootstrap.Word("address", Policies.Addresses.Names),
        bootstrap.Integer("mps", 64, 65_000),
        bootstrap.Integer("mpl", 10, 600_000),
        bootstrap.Word("congestion", ["none", "mb-ecn", "delay"]));
}
