using System.Reflection;
using System.Runtime.CompilerServices;
using Lamina.Core;

namespace Lamina.Tests.Api;

/// <summary>What is put into a message, a log or a debugger is printed, and ends.</summary>
public sealed class RecordTests
{
    public static TheoryData<Assembly> Assemblies =>
    [
        typeof(QosSpec).Assembly,
        typeof(Lamina.Wire.Attach.AttachHello).Assembly,
        typeof(Lamina.Security.Records.RecordKeys).Assembly,
        typeof(Lamina.Protocols.Flows.FlowTerms).Assembly,
        typeof(Lamina.Ipc.IpcProcessKind).Assembly,
        typeof(Lamina.Bearers.Rings.RingPair).Assembly,
        typeof(Lamina.Node.Driving.DomainDriver).Assembly,
        typeof(Flow).Assembly,
    ];

    [Theory]
    [MemberData(nameof(Assemblies), DisableDiscoveryEnumeration = true)]
    public void No_record_prints_another_of_its_own_kind_that_it_makes(Assembly assembly)
    {
        var endless =
            from type in assembly.GetTypes()
            where type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is not null
            from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            where property.PropertyType == type && property.GetMethod!.GetCustomAttribute<CompilerGeneratedAttribute>() is null
            select $"{type}.{property.Name}";
        Assert.Empty(endless);
    }

    [Fact]
    public void A_spec_says_what_it_asks_for() => Assert.StartsWith("QosSpec { Delay = 50, Bandwidth = 100000", QosSpec.Voice.ToString(), StringComparison.Ordinal);
}
