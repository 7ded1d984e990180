using Lamina.Fuzz.Machines;
using Lamina.Fuzz.Makers;

namespace Lamina.Fuzz.Targets;

/// <summary>Every target; machines begin when they are made.</summary>
internal static class AllTargets
{
    private static readonly Dictionary<string, Func<FuzzTarget>> Machines = new()
    {
        ["machine: records"] = () => new RecordsMachine(),
        ["machine: handshakes"] = () => new HandshakeMachine(),
        ["machine: flow end"] = () => new FlowEndMachine(),
        ["machine: enrolment"] = () => new EnrolmentMachine(isSecure: false),
        ["machine: enrolment, secure"] = () => new EnrolmentMachine(isSecure: true),
        ["machine: member"] = () => new MemberMachine(),
        ["machine: attach"] = () => new AttachMachine(),
    };

    /// <summary>Their names, decoders first.</summary>
    public static IReadOnlyList<string> Names => [.. Decoders.All.Keys, .. Texts.All.Keys, .. Machines.Keys];

    /// <summary>Names of machines.</summary>
    public static IReadOnlyCollection<string> MachineNames => Machines.Keys;

    /// <summary>Makes one.</summary>
    public static FuzzTarget Make(string name) =>
        Decoders.All.TryGetValue(name, out Decoder? decode) ? new DecoderTarget(name, decode, AllMakers.Of(name))
        : Texts.All.TryGetValue(name, out decode) ? new DecoderTarget(name, decode, AllMakers.Of(name), isText: true)
        : Machines[name]();
}
